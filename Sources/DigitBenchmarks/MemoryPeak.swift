#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The most memory that this process has had at once, in bytes, files mapped into it included.
package enum MemoryPeak {
    /// Forgets the peak so far, where the system allows it (Linux); elsewhere it goes on counting from the start.
    package static func reset() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }

    /// The peak since the last ``reset()``, or `nil` where the system does not tell.
    package static func bytes() -> Int? {
        if let file = fopen("/proc/self/status", "r") {
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 256)
            while fgets(&line, CInt(line.count), file) != nil {
                let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                if let kilobytes = kilobytes(ofPeakIn: text) { return kilobytes * 1024 }
            }
        }
        #if canImport(Darwin)
            var usage = rusage()
            return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : nil
        #else
            return nil
        #endif
    }

    /// The number in a line such as `VmHWM:    14320 kB`, or `nil` where it is another line.
    static func kilobytes(ofPeakIn line: String) -> Int? {
        guard line.hasPrefix("VmHWM:") else { return nil }
        return line.split { !$0.isNumber }.first.flatMap { Int($0) }
    }
}
