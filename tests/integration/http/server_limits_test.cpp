// What the server refuses by itself, and that it lives on after it.
#include <catch2/catch.hpp>

#include <string>

#include "http/http.hpp"
#include "tests/integration/http/raw_socket.hpp"

namespace suite::http {
namespace {

std::unique_ptr<Server> MustStart() {
    ServerOptions options;
    options.max_body = 1000;
    options.on_error = [](const Error& error, const Request& known) {
        const auto wanted = known.headers.find("accept-language");
        return Response{
            .status = StatusFor(error),
            .content_type = "application/problem+json",
            .body = error.reason,
            .headers = {{"X-Known", known.path + (wanted == known.headers.end() ? "" : " " + wanted->second)}}};
    };
    auto server = Server::Start(options, [](const Request& request) {
        if (request.method == "BREW") return Response{.status = 405, .body = "no tea"};
        return Response{.body = "fine" + std::to_string(request.body.size())};
    });
    REQUIRE(server.has_value());
    return std::move(*server);
}

/// The whole answer up to the server's closing; it must have closed in order, not by a reset.
std::string AnswerTo(const Server& server, const std::string& bytes) {
    RawSocket socket(server.Port());
    socket.Send(bytes);
    return socket.ReadAll();
}

void CheckAlive(const Server& server) {
    CHECK(AnswerTo(server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").ends_with("fine0"));
}

void CheckRefusal(const std::string& answer, const std::string& status, const std::string& reason) {
    CHECK(answer.starts_with("HTTP/1.1 " + status + " "));
    CHECK(answer.find("Content-Type: application/problem+json\r\n") != std::string::npos);
    CHECK(answer.find("Connection: close\r\n") != std::string::npos);
    CHECK(answer.ends_with("\r\n\r\n" + reason));
}

}  // namespace

TEST_CASE("a path of very many slashes is refused and the server lives") {
    const auto server = MustStart();
    for (const std::size_t count : {2049U, 16000U, 60000U}) {
        CAPTURE(count);
        const auto answer = AnswerTo(*server, "GET " + std::string(count, '/') + " HTTP/1.1\r\nHost: h\r\n\r\n");
        CheckRefusal(answer, "414", "uri-too-long");
        CheckAlive(*server);
    }
}

TEST_CASE("a path that is not clean text is refused") {
    const auto server = MustStart();
    const std::string path = GENERATE(std::string("/%00"), std::string("/a\0b", 4), std::string("/%FF"),
                                      std::string("/\xC3"), std::string("/%"), std::string("/a%2fb"));
    CheckRefusal(AnswerTo(*server, "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n"), "400", "invalid-request");
    CheckAlive(*server);
}

TEST_CASE("a body at the limit is taken, one byte more is refused before it has come") {
    const auto server = MustStart();
    const auto post = [](std::size_t size) {
        return "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " + std::to_string(size) +
               "\r\n\r\n";
    };
    CHECK(AnswerTo(*server, post(1000) + std::string(1000, 'a')).ends_with("fine1000"));
    CheckRefusal(AnswerTo(*server, post(1001)), "413", "body-too-large");
    CheckRefusal(AnswerTo(*server, post(99999999999999)), "413", "body-too-large");
    CheckAlive(*server);
}

TEST_CASE("who sends a body that is too large gets to read why") {
    const auto server = MustStart();
    const std::string large(3U << 20U, 'a');
    CheckRefusal(AnswerTo(*server, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3145728\r\n\r\n" + large), "413",
                 "body-too-large");
    CheckRefusal(
        AnswerTo(*server, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n300000\r\n" + large), "413",
        "body-too-large");
    CheckAlive(*server);
}

TEST_CASE("who never stops sending a refused body is cut off") {
    const auto server = MustStart();
    RawSocket socket(server->Port());
    socket.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n\r\n");
    socket.Send(std::string(64U << 20U, 'a'));  // gives up when the server resets
    CHECK(socket.ReadAll().size() < 1000);
    CheckAlive(*server);
}

TEST_CASE("the answer to a refused request knows what was understood of it, and nothing of the one before") {
    const auto server = MustStart();
    const auto known = [&](const std::string& bytes) {
        const auto answer = AnswerTo(*server, bytes);
        const auto at = answer.rfind("X-Known: ") + 9;
        return answer.substr(at, answer.find("\r\n", at) - at);
    };
    const std::string head = "POST /p HTTP/1.1\r\nHost: h\r\n";
    CHECK(known(head + "Accept-Language: nl\r\nContent-Length: 1001\r\n\r\n") == "/p nl");
    CHECK(known(head + "Accept-Language: nl\r\nBad Name: x\r\n\r\n") == "/p nl");
    CHECK(known(head + "Bad Name: x\r\nAccept-Language: nl\r\n\r\n") == "/p");
    CHECK(known("GET /%FF HTTP/1.1\r\nHost: h\r\nAccept-Language: nl\r\n\r\n").empty());
    const std::string good = "GET /before HTTP/1.1\r\nHost: h\r\nAccept-Language: nl\r\n\r\n";
    CHECK(known(good + "GET /\r\n\r\n").empty());
    CHECK(known(good + "GET / HTTP/1.1\n").empty());
}

TEST_CASE("a smuggled second length is refused and nothing after it is read as a request") {
    const auto server = MustStart();
    const auto answer = AnswerTo(*server,
                                 "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 0\r\n\r\n"
                                 "GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
    CheckRefusal(answer, "400", "invalid-request");
}

TEST_CASE("headers that Pistache itself chokes on do no harm") {
    const auto server = MustStart();
    for (const auto* header : {"Accept: garbage", "Host: x:notaport", "Content-Type: nonsense", "Cookie: ;;=;",
                               "Authorization: x", "Cache-Control: max-age=x", "Connection: nonsense"}) {
        CAPTURE(header);
        const std::string host = std::string(header).starts_with("Host") ? "" : "Host: h\r\n";
        RawSocket socket(server->Port());
        socket.Send("GET / HTTP/1.1\r\n" + host + header + "\r\n\r\n");
        CHECK(socket.ReadResponse().ends_with("fine0"));
    }
}

TEST_CASE("a method nobody knows is the handler's to refuse") {
    const auto server = MustStart();
    CHECK(AnswerTo(*server, "BREW / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").ends_with("no tea"));
}

TEST_CASE("what is not HTTP at all is refused") {
    const auto server = MustStart();
    CheckRefusal(AnswerTo(*server, std::string("\x16\x03\x01\0\n\xff", 6)), "400", "invalid-request");
    CheckAlive(*server);
}

}  // namespace suite::http
