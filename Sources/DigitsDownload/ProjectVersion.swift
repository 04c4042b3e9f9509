/// The version of this package, as servers are told it.
package enum ProjectVersion {
    /// Three numbers, as semver.org has them.
    package static let current = "0.1.0"
}
