internal import CAllocationCounter

/// What the calling thread took from the heap while a piece of code ran.
package struct AllocationCount: Sendable, Hashable {
    /// The most bytes that were live at once, as the allocator rounds them.
    package let peakBytes: Int
    /// All bytes that were allocated, freed or not.
    package let totalBytes: Int

    /// Whether this build can count: glibc, without a sanitizer.
    package static var isAvailable: Bool { allocation_counter_available() }
}

/// Runs `body` twice and counts the heap memory that it takes on this thread, the smaller count of the two.
///
/// What the Swift runtime keeps for good, such as a table of types or conformances that is full and grows, falls on
/// whichever call comes first to it; what `body` takes, it takes each time.
///
/// - Returns: What `body` returns the second time, and the count, or `nil` where ``AllocationCount/isAvailable`` is
///   false.
package func measuringAllocations<Result>(
    _ body: () -> Result
) -> (result: Result, allocations: AllocationCount?) {
    guard AllocationCount.isAvailable else { return (body(), nil) }
    allocation_counter_start()
    _ = body()
    let first = allocation_counter_stop()
    allocation_counter_start()
    let result = body()
    let second = allocation_counter_stop()
    return (
        result,
        AllocationCount(
            peakBytes: Int(min(first.peak, second.peak)), totalBytes: Int(min(first.total, second.total)))
    )
}
