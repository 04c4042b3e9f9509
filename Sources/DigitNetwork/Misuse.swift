/// Stops the process when two shapes that our own callers must keep together do not fit.
///
/// The message names both shapes, in release builds too, where `precondition` would print nothing.
@inline(__always)
func requireShape(
    _ fits: Bool, _ what: @autoclosure () -> StaticString, expected: @autoclosure () -> String,
    found: @autoclosure () -> String
) {
    if !fits { stop(what(), expected: expected(), found: found()) }
}

@inline(never)
private func stop(_ what: StaticString, expected: String, found: String) -> Never {
    fatalError("\(what): expected \(expected), found \(found)")
}
