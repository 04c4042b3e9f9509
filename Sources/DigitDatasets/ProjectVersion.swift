/// The version of this package, as the programs print it and servers are told it.
package enum ProjectVersion {
    /// Three numbers, as CHANGELOG.md has them.
    package static let current = "0.1.0"
}
