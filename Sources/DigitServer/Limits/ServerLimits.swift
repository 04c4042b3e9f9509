/// What one caller, and all together, may ask for.
package struct ServerLimits: Sendable {
    /// The longest body of a request, in bytes.
    package var bodySize = 16 << 20
    /// The most bytes of bodies that are in memory at one time.
    package var totalBodySize = 256 << 20
    /// The longest header of a request with all its fields, in bytes.
    package var headerSize = 16 << 10
    /// The most pixels of a picture.
    package var pixels = 25_000_000
    /// The most images of an inference request.
    package var batch = 1_000
    /// The most pictures of a form.
    package var pictures = 32
    /// The most requests that are worked on, or wait for it, at one time.
    package var requests = 128
    /// The most connections; more wait to be accepted.
    package var connections = 4_096
    /// How long a request may take to arrive once it has begun.
    package var readTime = Duration.seconds(30)
    /// How long a caller may leave an answer unread.
    package var writeTime = Duration.seconds(30)
    /// How long a connection may have nothing under way.
    package var idleTime = Duration.seconds(60)
    /// How long a connection stays open at the end for a request that is on its way.
    package var quiescenceTime = Duration.milliseconds(250)

    /// The limits that hold where nothing else is said.
    package init() {}
}
