/* For tests only, never to be shipped: Windows has the real one. Wine 8 lacks this library, of which
 * every Rust program needs the one function below; without it the program ends with 53 and no word. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE at, SIZE_T left)
{
    while (left > 0) {
        ULONG part = left > 0x1000000 ? 0x1000000 : (ULONG)left;
        if (!RtlGenRandom(at, part))
            return FALSE;
        at += part;
        left -= part;
    }
    return TRUE;
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID more)
{
    (void)self, (void)why, (void)more;
    return TRUE;
}
