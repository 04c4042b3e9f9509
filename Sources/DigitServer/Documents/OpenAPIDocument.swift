/// What the page of documentation needs of an OpenAPI document, version 3.1.
struct OpenAPIDocument: Decodable {
    struct Info: Decodable {
        let title: String
        let version: String
        let summary: String
        let description: String
    }

    struct Tag: Decodable {
        let name: String
        let description: String
    }

    struct Path: Decodable {
        let parameters: [Parameter]?
        let get: Operation?
        let post: Operation?
    }

    struct Operation: Decodable {
        let tags: [String]
        let summary: String
        let description: String?
        let parameters: [Parameter]?
        let requestBody: Body?
        let responses: [String: Body]
    }

    /// A parameter, or where one is described.
    struct Parameter: Decodable {
        let name: String?
        let description: String?
        let reference: String?

        enum CodingKeys: String, CodingKey {
            case name, description
            case reference = "$ref"
        }
    }

    /// A request's or a response's body, or where one is described.
    struct Body: Decodable {
        struct Content: Decodable {}

        let description: String?
        let content: [String: Content]?
        let reference: String?

        enum CodingKeys: String, CodingKey {
            case description, content
            case reference = "$ref"
        }
    }

    struct Components: Decodable {
        let parameters: [String: Parameter]
        let requestBodies: [String: Body]
        let responses: [String: Body]
    }

    let info: Info
    let tags: [Tag]
    let paths: [String: Path]
    let components: Components

    /// A parameter itself, where another place describes it.
    func resolved(_ parameter: Parameter) -> Parameter {
        parameter.reference.flatMap { components.parameters[Self.name($0)] } ?? parameter
    }

    /// A request's body itself.
    func resolved(request body: Body) -> Body {
        body.reference.flatMap { components.requestBodies[Self.name($0)] } ?? body
    }

    /// A response's body itself.
    func resolved(response body: Body) -> Body {
        body.reference.flatMap { components.responses[Self.name($0)] } ?? body
    }

    /// The last word of a reference such as `#/components/responses/Busy`.
    private static func name(_ reference: String) -> String {
        reference.split(separator: "/").last.map(String.init) ?? reference
    }
}
