// A disk that is full or fails, for one process: loaded by LD_PRELOAD, stands before the C library's writing calls.
//
//   FAULTY_DISK_PREFIX   paths that begin so are on the bad disk
//   FAULTY_DISK_CONTROL  file that says how it is: absent or empty, well; else an error and the calls that meet it,
//   "ENOSPC
//                        write" (what makes files bigger or other), "EIO sync" (fsync and fdatasync), "EIO write sync"
//
// The calls go to the kernel directly: this works before anything of the process is set up, beside ASan too.
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace {

/// Up to size - 1 bytes of a file, with a NUL. 0 when there is none.
long ReadSmall(const char* path, char* text, unsigned long size) {
    const long fd = ::syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0) return 0;
    const long length = ::syscall(SYS_read, fd, text, size - 1);
    ::syscall(SYS_close, fd);
    text[length > 0 ? length : 0] = '\0';
    return length > 0 ? length : 0;
}

/// Decimal, without the C library's locale.
void AppendNumber(char* text, int number) {
    char digits[16];
    int count = 0;
    do {
        digits[count++] = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number > 0);
    text += std::strlen(text);
    while (count > 0) *text++ = digits[--count];
    *text = '\0';
}

bool IsOnBadDisk(int fd) {
    const char* const prefix = std::getenv("FAULTY_DISK_PREFIX");
    if (prefix == nullptr || fd < 0) return false;
    char link[32] = "/proc/self/fd/";
    AppendNumber(link, fd);
    char path[4096];
    const long length = ::syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    if (length <= 0) return false;
    path[length] = '\0';
    return std::strncmp(path, prefix, std::strlen(prefix)) == 0;
}

/// Whether `call` on `fd` fails, with errno set.
bool Fails(int fd, const char* call) {
    const char* const control = std::getenv("FAULTY_DISK_CONTROL");
    if (control == nullptr) return false;
    const int before = errno;
    char state[64];
    const bool meant =
        ReadSmall(control, state, sizeof state) > 0 && std::strstr(state, call) != nullptr && IsOnBadDisk(fd);
    errno = meant ? (std::strncmp(state, "ENOSPC", 6) == 0 ? ENOSPC : EIO) : before;
    return meant;
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
    if (Fails(fd, "write")) return -1;
    return ::syscall(SYS_write, fd, bytes, size);
}
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
    if (Fails(fd, "write")) return -1;
    return ::syscall(SYS_pwrite64, fd, bytes, size, at);
}
ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) { return pwrite(fd, bytes, size, at); }
int ftruncate(int fd, off_t size) noexcept {
    if (Fails(fd, "write")) return -1;
    return static_cast<int>(::syscall(SYS_ftruncate, fd, size));
}
int ftruncate64(int fd, off64_t size) noexcept { return ftruncate(fd, size); }
int fsync(int fd) {
    if (Fails(fd, "sync")) return -1;
    return static_cast<int>(::syscall(SYS_fsync, fd));
}
int fdatasync(int fd) {
    if (Fails(fd, "sync")) return -1;
    return static_cast<int>(::syscall(SYS_fdatasync, fd));
}

}  // extern "C"
