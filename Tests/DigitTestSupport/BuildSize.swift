/// What a test takes: much where the build is fast, and little in a debug build.
package func inRelease<Value>(_ much: Value, inDebug little: Value) -> Value {
    #if DEBUG
        return little
    #else
        return much
    #endif
}
