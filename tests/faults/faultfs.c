/* A file system for tests: what lies in a folder, and faults at a chosen moment.
 *
 *     faultfs CONTROL FOLDER MOUNTPOINT
 *
 * CONTROL is a file of at least 4096 bytes that tests/faults/strike.py shares with this program: which fault, at which
 * operation, in which place (a folder at the top), and how many operations there were. While no fault is set, all is
 * as in FOLDER. Built by strike.py: cc faultfs.c $(pkg-config --cflags --libs fuse3).
 */
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

/* The same numbers stand in strike.py. */
enum fault { NONE, ERROR, SHORT, KILL_BEFORE, KILL_AFTER, FULL, GONE, DEAD };
enum op { READ, WRITE, SYNC, OPEN, CREATE, UNLINK, RENAME, MKDIR, LIST, OPS };
#define PLACES 5
static const char *const places[PLACES] = {"", "Blue", "home", "patients", "out"};

struct control {
    _Atomic int64_t fault, ops, place, at, seen, struck;
    _Atomic int64_t counted[PLACES][OPS];
};

static struct control *control;
static int base;

static int place_of(const char *path)
{
    for (int place = 1; place < PLACES; place++) {
        size_t length = strlen(places[place]);
        if (strncmp(path + 1, places[place], length) == 0 &&
            (path[1 + length] == 0 || path[1 + length] == '/'))
            return place;
    }
    return 0;
}

/* Where an open file lies: one that was removed has no path any more. */
static _Atomic char place_of_handle[1 << 16];

/* Whoever asked last: pages of mapped files are written by the kernel, in nobody's name. */
static _Atomic pid_t asked_last;

static void strike_dead(void)
{
    if (asked_last > 0)
        kill(asked_last, SIGKILL);
}

static int place(const char *path, struct fuse_file_info *fi)
{
    return path ? place_of(path) : fi && fi->fh < 1 << 16 ? place_of_handle[fi->fh] : 0;
}

static int opened(const char *path, int fd, struct fuse_file_info *fi)
{
    fi->fh = fd;
    if (fd >= 0 && fd < 1 << 16)
        place_of_handle[fd] = place_of(path);
    return fd < 0 ? -1 : 0;
}

static const char *below(const char *path) { return path[1] ? path + 1 : "."; }

/* What is to happen to an operation: 0 nothing, below 0 an error, 1 half of it, 2 death after it. `op` is OPS for what
 * is never struck itself. `changes` is whether it needs room. */
static int verdict(int place, int op, int changes, int by_handle)
{
    int64_t fault = control->fault;
    pid_t asks = fuse_get_context()->pid;
    if (asks > 0)
        asked_last = asks;
    if (op < OPS)
        control->counted[place][op]++;
    if (fault == NONE || (control->place && control->place != place))
        return 0;
    if (control->struck) {
        if (fault == DEAD || (fault == GONE && by_handle))
            return -EIO;
        if (fault == GONE)
            return -ENOENT;
        return fault == FULL && changes ? -ENOSPC : 0;
    }
    if (op == OPS || !(control->ops >> op & 1) || ++control->seen != control->at)
        return 0;
    control->struck = 1;
    switch (fault) {
    case ERROR: return -EIO;
    case SHORT: return op == READ || op == WRITE ? 1 : -EIO;
    case KILL_BEFORE: strike_dead(); return -EIO;
    case KILL_AFTER: return 2;
    case FULL: return changes ? -ENOSPC : 0;
    case GONE: return by_handle ? -EIO : -ENOENT;
    default: return -EIO;
    }
}

static int ended(int result, int verdict)
{
    int cause = errno;
    if (verdict == 2)
        strike_dead();
    return result < 0 ? -cause : result;
}

#define MEET(path, fi, op, changes)                                                                \
    int met = verdict(place(path, fi), op, changes, (fi) != NULL);                                 \
    if (met < 0)                                                                                   \
        return met

static int f_getattr(const char *path, struct stat *st, struct fuse_file_info *fi)
{
    MEET(path, fi, OPS, 0);
    return ended(fi ? fstat(fi->fh, st) : fstatat(base, below(path), st, AT_SYMLINK_NOFOLLOW), met);
}

static int f_access(const char *path, int mask)
{
    MEET(path, NULL, OPS, 0);
    return ended(faccessat(base, below(path), mask, 0), met);
}

static int f_readlink(const char *path, char *into, size_t size)
{
    MEET(path, NULL, OPS, 0);
    ssize_t length = readlinkat(base, below(path), into, size - 1);
    if (length < 0)
        return -errno;
    into[length] = 0;
    return 0;
}

static int f_mkdir(const char *path, mode_t mode)
{
    MEET(path, NULL, MKDIR, 1);
    return ended(mkdirat(base, below(path), mode), met);
}

static int f_unlink(const char *path)
{
    MEET(path, NULL, UNLINK, 0);
    return ended(unlinkat(base, below(path), 0), met);
}

static int f_rmdir(const char *path)
{
    MEET(path, NULL, UNLINK, 0);
    return ended(unlinkat(base, below(path), AT_REMOVEDIR), met);
}

static int f_symlink(const char *to, const char *path)
{
    MEET(path, NULL, CREATE, 1);
    return ended(symlinkat(to, base, below(path)), met);
}

static int f_link(const char *from, const char *to)
{
    MEET(to, NULL, CREATE, 1);
    return ended(linkat(base, below(from), base, below(to), 0), met);
}

static int f_rename(const char *from, const char *to, unsigned int flags)
{
    MEET(to, NULL, RENAME, 0);
    return ended(renameat2(base, below(from), base, below(to), flags), met);
}

static int f_chmod(const char *path, mode_t mode, struct fuse_file_info *fi)
{
    MEET(path, fi, OPS, 0);
    return ended(fi ? fchmod(fi->fh, mode) : fchmodat(base, below(path), mode, 0), met);
}

static int f_chown(const char *path, uid_t uid, gid_t gid, struct fuse_file_info *fi)
{
    MEET(path, fi, OPS, 0);
    return ended(fi ? fchown(fi->fh, uid, gid)
                    : fchownat(base, below(path), uid, gid, AT_SYMLINK_NOFOLLOW), met);
}

static int f_truncate(const char *path, off_t size, struct fuse_file_info *fi)
{
    MEET(path, fi, WRITE, 1);
    int fd = fi ? (int)fi->fh : openat(base, below(path), O_WRONLY);
    int result = fd < 0 ? -1 : ftruncate(fd, size);
    int cause = errno;
    if (!fi && fd >= 0)
        close(fd);
    errno = cause;
    return ended(result, met);
}

static int f_utimens(const char *path, const struct timespec times[2], struct fuse_file_info *fi)
{
    MEET(path, fi, OPS, 0);
    return ended(fi ? futimens(fi->fh, times)
                    : utimensat(base, below(path), times, AT_SYMLINK_NOFOLLOW), met);
}

static int f_open(const char *path, struct fuse_file_info *fi)
{
    MEET(path, NULL, OPEN, 0);
    int fd = openat(base, below(path), fi->flags & ~O_APPEND);
    return ended(opened(path, fd, fi), met);
}

static int f_create(const char *path, mode_t mode, struct fuse_file_info *fi)
{
    MEET(path, NULL, CREATE, 1);
    int fd = openat(base, below(path), (fi->flags & ~O_APPEND) | O_CREAT, mode);
    return ended(opened(path, fd, fi), met);
}

static int f_read(const char *path, char *into, size_t size, off_t at, struct fuse_file_info *fi)
{
    MEET(path, fi, READ, 0);
    return ended(pread(fi->fh, into, met == 1 ? size / 2 : size, at), met);
}

static int f_write(const char *path, const char *from, size_t size, off_t at,
                   struct fuse_file_info *fi)
{
    MEET(path, fi, WRITE, 1);
    return ended(pwrite(fi->fh, from, met == 1 ? size / 2 : size, at), met);
}

static int f_fsync(const char *path, int data_only, struct fuse_file_info *fi)
{
    (void)data_only;
    MEET(path, fi, SYNC, 0);
    return ended(fsync(fi->fh), met);
}

static int f_statfs(const char *path, struct statvfs *into)
{
    MEET(path, NULL, OPS, 0);
    int result = fstatvfs(base, into);
    if (control->struck && control->fault == FULL)
        into->f_bfree = into->f_bavail = 0;
    return ended(result, met);
}

static int f_release(const char *path, struct fuse_file_info *fi)
{
    (void)path;
    close(fi->fh);
    return 0;
}

static int f_opendir(const char *path, struct fuse_file_info *fi)
{
    MEET(path, NULL, OPS, 0);
    int fd = openat(base, below(path), O_RDONLY | O_DIRECTORY);
    return ended(opened(path, fd, fi), met);
}

static int f_readdir(const char *path, void *into, fuse_fill_dir_t fill, off_t at,
                     struct fuse_file_info *fi, enum fuse_readdir_flags flags)
{
    (void)at;
    (void)flags;
    MEET(path, fi, LIST, 0);
    DIR *folder = fdopendir(openat(fi->fh, ".", O_RDONLY | O_DIRECTORY));
    if (!folder)
        return -errno;
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        struct stat st = {.st_ino = entry->d_ino, .st_mode = DTTOIF(entry->d_type)};
        if (fill(into, entry->d_name, &st, 0, 0))
            break;
    }
    closedir(folder);
    return ended(0, met);
}

static int f_getxattr(const char *path, const char *name, char *into, size_t size)
{
    char full[8192];
    snprintf(full, sizeof full, "/proc/self/fd/%d/%s", base, below(path));
    ssize_t length = lgetxattr(full, name, into, size);
    return length < 0 ? -errno : (int)length;
}

static int f_listxattr(const char *path, char *into, size_t size)
{
    char full[8192];
    snprintf(full, sizeof full, "/proc/self/fd/%d/%s", base, below(path));
    ssize_t length = llistxattr(full, into, size);
    return length < 0 ? -errno : (int)length;
}

static void *f_init(struct fuse_conn_info *conn, struct fuse_config *config)
{
    (void)conn;
    config->use_ino = 1;
    config->entry_timeout = config->attr_timeout = config->negative_timeout = 0;
    config->hard_remove = config->nullpath_ok = 1;
    return NULL;
}

static const struct fuse_operations operations = {
    .init = f_init,
    .getattr = f_getattr,
    .access = f_access,
    .readlink = f_readlink,
    .mkdir = f_mkdir,
    .unlink = f_unlink,
    .rmdir = f_rmdir,
    .symlink = f_symlink,
    .link = f_link,
    .rename = f_rename,
    .chmod = f_chmod,
    .chown = f_chown,
    .truncate = f_truncate,
    .utimens = f_utimens,
    .open = f_open,
    .create = f_create,
    .read = f_read,
    .write = f_write,
    .fsync = f_fsync,
    .fsyncdir = f_fsync,
    .statfs = f_statfs,
    .release = f_release,
    .releasedir = f_release,
    .opendir = f_opendir,
    .readdir = f_readdir,
    .getxattr = f_getxattr,
    .listxattr = f_listxattr,
};

int main(int count, char **given)
{
    if (count != 4)
        return 2;
    int fd = open(given[1], O_RDWR);
    control = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    base = open(given[2], O_RDONLY | O_DIRECTORY);
    if (fd < 0 || control == MAP_FAILED || base < 0)
        return 1;
    umask(0);
    char *words[] = {given[0], "-f", given[3], NULL};
    return fuse_main(3, words, &operations, NULL);
}
