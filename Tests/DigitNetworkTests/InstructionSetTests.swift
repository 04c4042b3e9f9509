import DigitNetwork
import Foundation
import Testing

@Suite struct InstructionSetTests {
    @Test func theReferenceAndTheBaselineAreEverywhere() {
        #expect(InstructionSet.available.suffix(2) == [.baseline, .reference])
        #expect(InstructionSet.available.contains(InstructionSet.current))
    }

    /// Each in a process of its own, since the choice is made once.
    @Test(arguments: InstructionSet.available)
    func eachCanBeForcedAndRecognisesTheSame(instructions: InstructionSet) async {
        await #expect(processExitsWith: .success) { [name = instructions.rawValue as String] in
            setenv("DIGITS_SIMD", name, 1)
            #expect(InstructionSet.current.rawValue == name)
            for layer in LayerCase.all {
                let network = try layer.network()
                let pixels = randomPixels(2, inputs: network.inputs, seed: 3)
                let image = pixels.suffix(network.inputs).map { Double(InputRange.signed($0)) }
                let found = network.logits(pixels)
                #expect(distance(Array(found.suffix(3)), Reference.logits(network, image)) < 1e-5)
            }
        }
    }

    @Test func anUnknownNameStopsWithTheKnownOnes() async throws {
        let result = try await #require(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            setenv("DIGITS_SIMD", "mmx", 1)
            _ = InstructionSet.current
        }
        let text = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(text.contains("DIGITS_SIMD is mmx: expected one of"))
        #expect(text.contains("baseline, reference"))
    }
}
