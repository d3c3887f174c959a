// Faults for a program that is tested as it is (LD_PRELOAD). FAULT_CONTROL names a file of one `struct control`, which
// the test changes while the program runs.
//
// Only calls on files whose names hold ".sqlite" can fail; only the wall clock can be wrong.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { none, writing, syncing, reading };

struct control {
  // What fails, and with which error.
  int64_t operation;
  int64_t error;
  // So many more go well before.
  int64_t left;
  // Whether all later ones fail as well.
  int64_t lasts;
  // How many have failed.
  int64_t hits;
  // By so many seconds the wall clock is wrong.
  int64_t clock;
  // So many microseconds a flush takes longer.
  int64_t delay;
};

static struct control *control;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FAULT_CONTROL");
  int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *page = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (page != MAP_FAILED) control = page;
  close(file);
}

static int is_database(int file) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, ".sqlite") != NULL;
}

// Whether this call is to fail; then errno is set.
static int fails(int operation, int file) {
  if (!control || __atomic_load_n(&control->operation, __ATOMIC_ACQUIRE) != operation) return 0;
  if (!is_database(file)) return 0;
  if (__atomic_fetch_sub(&control->left, 1, __ATOMIC_ACQ_REL) > 0) return 0;
  if (!control->lasts) __atomic_store_n(&control->operation, none, __ATOMIC_RELEASE);
  __atomic_fetch_add(&control->hits, 1, __ATOMIC_ACQ_REL);
  errno = (int)control->error;
  return 1;
}

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name); real; })

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  return fails(writing, file) ? -1 : REAL(pwrite64)(file, bytes, count, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  return fails(writing, file) ? -1 : REAL(pwrite)(file, bytes, count, offset);
}

ssize_t pread64(int file, void *bytes, size_t count, off64_t offset) {
  return fails(reading, file) ? -1 : REAL(pread64)(file, bytes, count, offset);
}

ssize_t pread(int file, void *bytes, size_t count, off_t offset) {
  return fails(reading, file) ? -1 : REAL(pread)(file, bytes, count, offset);
}

static void wait_for(int file) {
  if (control && control->delay > 0 && is_database(file)) usleep((useconds_t)control->delay);
}

int fsync(int file) {
  wait_for(file);
  return fails(syncing, file) ? -1 : REAL(fsync)(file);
}

int fdatasync(int file) {
  wait_for(file);
  return fails(syncing, file) ? -1 : REAL(fdatasync)(file);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = REAL(clock_gettime)(clock, time);
  if (result == 0 && control && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    time->tv_sec += control->clock;
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  int result = REAL(gettimeofday)(time, zone);
  if (result == 0 && control) time->tv_sec += control->clock;
  return result;
}
