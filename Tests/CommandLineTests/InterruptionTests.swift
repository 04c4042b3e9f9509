import DigitTestSupport
import Foundation
import Testing

@Suite("^C")
struct InterruptionTests {
    @Test func trainingKeepsTheBestSoFarAndExitsWith130() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 60)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try BuiltProgram("digits").path)
        process.arguments = [
            "train", "--dataset", "./tiny", "--layers", "5", "--epochs", "1000000", "--output", "a.safetensors",
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: digits.folder.path)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // The first finished epoch says that training is under way; what comes after it is read away.
        var seen = ""
        while !seen.contains("epoch 1 of") {
            let data = errors.fileHandleForReading.availableData
            if data.isEmpty { break }
            seen += String(decoding: data, as: UTF8.self)
        }
        process.interrupt()
        _ = errors.fileHandleForReading.readDataToEndOfFile()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 130)
        #expect(said.hasPrefix("interrupted; best epoch "))
        #expect(try digits.run("model", "info", "a.safetensors").status == 0)
    }
}
