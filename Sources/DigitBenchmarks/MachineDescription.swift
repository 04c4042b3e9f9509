import DigitNetwork

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What figures depend on besides the code.
package struct MachineDescription: Sendable, Encodable {
    /// The processor's name, as the system gives it.
    package let processor: String
    /// `x86_64` or `arm64`.
    package let architecture: String
    /// Processors that the system lets this process use.
    package let cores: Int
    /// The operating system with its version.
    package let system: String
    /// The instructions that the kernels use here.
    package let instructionSet: String

    enum CodingKeys: String, CodingKey {
        case processor, architecture, cores, system
        case instructionSet = "instruction_set"
    }

    /// Looks at this machine.
    package init() {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        processor = Self.processor(in: info) ?? "unknown"
        #if arch(x86_64)
            architecture = "x86_64"
        #elseif arch(arm64)
            architecture = "arm64"
        #else
            architecture = "other"
        #endif
        cores = ProcessInfo.processInfo.activeProcessorCount
        system = ProcessInfo.processInfo.operatingSystemVersionString
        instructionSet = InstructionSet.current.rawValue
    }

    /// The name in Linux's list of processors, with family and model where the name alone says little.
    static func processor(in list: String) -> String? {
        func value(_ key: String) -> String? {
            for line in list.split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.count == 2, parts[0].trimming(" \t") == key { return parts[1].trimming(" \t") }
            }
            return nil
        }
        guard let name = value("model name") else { return nil }
        guard let family = value("cpu family"), let model = value("model") else { return name }
        return "\(name) (family \(family), model \(model))"
    }
}

extension Substring {
    /// Without these characters at both ends.
    fileprivate func trimming(_ characters: String) -> String {
        var text = self
        while let first = text.first, characters.contains(first) { text.removeFirst() }
        while let last = text.last, characters.contains(last) { text.removeLast() }
        return String(text)
    }
}
