// Counts what the calling thread allocates on the heap, so that a test can hold a parser to a stated multiple of its
// input. Counts are per thread: tests that run at the same time do not disturb each other.
#ifndef C_ALLOCATION_COUNTER_H
#define C_ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

/// Bytes as the allocator rounds them, between allocation_counter_start and allocation_counter_stop.
typedef struct {
    /// The most that was live at once, not counting what was live at the start.
    int64_t peak;
    /// Everything allocated, freed or not.
    int64_t total;
    /// Still live at the stop; negative where older memory was freed.
    int64_t live;
} allocation_count;

/// Whether this build can count: glibc without a sanitizer, which replaces the allocator itself.
bool allocation_counter_available(void);

/// Starts counting on the calling thread, from zero.
void allocation_counter_start(void);

/// Stops counting on the calling thread.
allocation_count allocation_counter_stop(void);

#endif
