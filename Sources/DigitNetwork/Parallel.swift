import Dispatch

/// Cuts `0..<count` into at most `threads` runs of nearly the same length and works on them at the same time.
///
/// Returns when all are done. The work must not depend on where the cuts are, and each run must write to memory of its
/// own. Runs shorter than `minimum` are not worth a thread.
package func parallel(count: Int, threads: Int, minimum: Int, _ work: (Range<Int>) -> Void) {
    parallelParts(count: count, threads: threads, minimum: minimum) { _, range in work(range) }
}

/// The same, for work that needs memory of its own: each run has a number below `threads`, which no other one has.
func parallelParts(count: Int, threads: Int, minimum: Int, _ work: (Int, Range<Int>) -> Void) {
    let parts = max(1, min(threads, count / max(minimum, 1)))
    guard parts > 1 else {
        if count > 0 { work(0, 0..<count) }
        return
    }
    withoutActuallyEscaping(work) { work in
        // The compiler cannot see that the runs are apart, and that nobody else runs until all of them have ended.
        nonisolated(unsafe) let work = work
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            work(part, count * part / parts..<count * (part + 1) / parts)
        }
    }
}
