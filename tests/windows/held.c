/* held FILE MILLISECONDS: keeps a file open and shares it with nobody, as a practice's database does.
 * Says "held" once it does. */
#include <windows.h>
#include <stdio.h>

int wmain(int count, wchar_t **words)
{
    HANDLE file;
    if (count != 3)
        return 2;
    file = CreateFileW(words[1], GENERIC_READ | GENERIC_WRITE, 0, 0, OPEN_EXISTING, 0, 0);
    if (file == INVALID_HANDLE_VALUE)
        return 1;
    printf("held\n");
    fflush(stdout);
    Sleep((DWORD)_wtoi(words[2]));
    CloseHandle(file);
    return 0;
}
