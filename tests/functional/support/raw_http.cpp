#include "tests/functional/support/raw_http.hpp"

#include <catch2/catch.hpp>

#include "core/text.hpp"
#include "tests/integration/http/raw_socket.hpp"

namespace suite::testing {

Answer SendRaw(const Api& api, std::string_view bytes) {
    const auto port = ParseInteger(std::string_view(api.Url()).substr(api.Url().rfind(':') + 1));
    REQUIRE(port);
    http::RawSocket socket(static_cast<std::uint16_t>(*port));
    REQUIRE(socket.Connected());
    socket.Send(bytes);
    const auto response = socket.ReadResponse();
    const auto head_end = response.find("\r\n\r\n");
    if (head_end == std::string::npos) FAIL("no answer, but: " << response);
    Answer answer{.status = 0, .body = response.substr(head_end + 4), .json = nullptr, .headers = {}};
    const auto lines = Split(std::string_view(response).substr(0, head_end), '\n');
    answer.status = static_cast<int>(ParseInteger(lines.front().substr(9, 3)).value_or(0));
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto colon = lines[i].find(':');
        REQUIRE(colon != std::string_view::npos);
        answer.headers[AsciiLower(lines[i].substr(0, colon))] = Trim(lines[i].substr(colon + 1));
    }
    if (nlohmann::json::accept(answer.body)) answer.json = nlohmann::json::parse(answer.body);
    return answer;
}

std::string RawRequest(std::string_view method, std::string_view target, std::string_view headers,
                       std::string_view body) {
    std::string request(method);
    request.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
    if (!body.empty()) request.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    return request.append("\r\n").append(body);
}

}  // namespace suite::testing
