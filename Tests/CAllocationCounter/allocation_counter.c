// The test executable defines malloc and its kin, which the dynamic linker then prefers to glibc's for every library
// of the process, the Swift runtime included. Each forwards to glibc's own name and adds to the thread's count.
#include "CAllocationCounter.h"

#include <stddef.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(__GLIBC__) && !defined(SANITIZED)

#include <errno.h>
#include <malloc.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

// Initial-exec: an access must not itself allocate, as the first one in a dynamically loaded library would.
#define THREAD_LOCAL static __thread __attribute__((tls_model("initial-exec")))
THREAD_LOCAL bool counting;
THREAD_LOCAL allocation_count count;

static void *allocated(void *memory) {
    if (counting && memory != NULL) {
        int64_t size = (int64_t)malloc_usable_size(memory);
        count.total += size;
        count.live += size;
        if (count.live > count.peak) count.peak = count.live;
    }
    return memory;
}

void *malloc(size_t size) { return allocated(__libc_malloc(size)); }

void *calloc(size_t items, size_t size) { return allocated(__libc_calloc(items, size)); }

// A block that moves is live twice while it is copied; one that grows in place is not.
void *realloc(void *old, size_t size) {
    if (!counting) return __libc_realloc(old, size);
    int64_t before = old == NULL ? 0 : (int64_t)malloc_usable_size(old);
    void *memory = __libc_realloc(old, size);
    if (memory == NULL && size != 0) return NULL;
    if (memory == old) count.live -= before;
    allocated(memory);
    if (memory != old) count.live -= before;
    return memory;
}

void *memalign(size_t alignment, size_t size) { return allocated(__libc_memalign(alignment, size)); }

void *aligned_alloc(size_t alignment, size_t size) { return allocated(__libc_memalign(alignment, size)); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
    void *block = allocated(__libc_memalign(alignment, size));
    if (block == NULL) return ENOMEM;
    *memory = block;
    return 0;
}

void free(void *memory) {
    if (counting && memory != NULL) count.live -= (int64_t)malloc_usable_size(memory);
    __libc_free(memory);
}

bool allocation_counter_available(void) { return true; }

void allocation_counter_start(void) {
    count = (allocation_count){0, 0, 0};
    counting = true;
}

allocation_count allocation_counter_stop(void) {
    counting = false;
    return count;
}

#else

bool allocation_counter_available(void) { return false; }
void allocation_counter_start(void) {}
allocation_count allocation_counter_stop(void) { return (allocation_count){0, 0, 0}; }

#endif
