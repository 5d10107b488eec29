#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "http/http.hpp"
#include "http_client/http_client.hpp"
#include "tests/integration/http/raw_socket.hpp"

namespace suite::http {
namespace {

std::unique_ptr<Server> MustStart(Handler handler, ServerOptions options = {}) {
    auto server = Server::Start(std::move(options), std::move(handler));
    REQUIRE(server.has_value());
    REQUIRE((*server)->Port() != 0);
    return std::move(*server);
}

/// Says what it got.
Response Echo(const Request& request) {
    Response response{.content_type = "text/plain", .body = request.method + " " + request.path};
    for (const auto& [name, value] : request.query) response.body += " " + name + "=" + value;
    if (const auto it = request.headers.find("x-thing"); it != request.headers.end()) {
        response.body += " thing:" + it->second;
    }
    response.body += " " + request.body;
    return response;
}

std::string Url(const Server& server, const std::string& target) {
    return "http://127.0.0.1:" + std::to_string(server.Port()) + target;
}

const std::string kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

}  // namespace

TEST_CASE("a handler gets method, path, query, headers and body, and its answer arrives") {
    const auto server = MustStart(&Echo);
    Client client;
    const auto answer = client.Send(
        {.method = "PUT", .url = Url(*server, "/a%20b?x=1&y=a+b&x=2"), .headers = {{"X-Thing", "v"}}, .body = "hello"});
    REQUIRE(answer.has_value());
    CHECK(answer->status == 200);
    CHECK(answer->body == "PUT /a b x=1 y=a b x=2 thing:v hello");
    CHECK(answer->headers.at("content-type") == "text/plain");
}

TEST_CASE("a handler gets the address of who connected, whatever the request claims", "[ACC-05]") {
    const auto server = MustStart([](const Request& request) { return Response{.body = request.peer}; });
    Client client;
    const auto answer = client.Send({.url = Url(*server, "/"), .headers = {{"X-Forwarded-For", "203.0.113.1"}}});
    REQUIRE(answer.has_value());
    CHECK(answer->body == "127.0.0.1");
}

TEST_CASE("any status, content type and header of an answer arrives as it was given") {
    const auto server = MustStart([](const Request&) {
        return Response{.status = 401,
                        .content_type = "application/problem+json",
                        .body = "{}",
                        .headers = {{"X-Request-Id", "r-1"},
                                    {"WWW-Authenticate", "Bearer realm=\"suite\""},
                                    {"Retry-After", "3"},
                                    {"Location", "/x"},
                                    {"Link", "</x?cursor=a>; rel=\"next\""},
                                    {"Cache-Control", "no-store"},
                                    {"Set-Cookie", "a=1"},
                                    {"Set-Cookie", "b=2"},
                                    {"X-Sly", "a\r\nX-Injected: b"},
                                    {"Content-Length", "999"}}};
    });
    RawSocket socket(server->Port());
    socket.Send(kGet);
    const std::string answer = socket.ReadResponse();
    CHECK(
        answer ==
        "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/problem+json\r\nContent-Length: 2\r\n"
        "Connection: keep-alive\r\nX-Request-Id: r-1\r\nWWW-Authenticate: Bearer realm=\"suite\"\r\nRetry-After: 3\r\n"
        "Location: /x\r\nLink: </x?cursor=a>; rel=\"next\"\r\nCache-Control: no-store\r\nSet-Cookie: a=1\r\n"
        "Set-Cookie: b=2\r\nX-Sly: a  X-Injected: b\r\n\r\n{}");
}

TEST_CASE("an answer without content has neither body nor length") {
    const auto server = MustStart([](const Request&) { return Response{.status = 204, .body = "ignored"}; });
    RawSocket socket(server->Port());
    socket.Send(kGet + "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    CHECK(socket.ReadAll() ==
          "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n"
          "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST_CASE("HEAD is answered with the length of the body that GET would give") {
    const auto server = MustStart(&Echo);
    RawSocket socket(server->Port());
    socket.Send("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    const std::string answer = socket.ReadAll();
    CHECK(answer.find("Content-Length: 6\r\n") != std::string::npos);
    CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("a body that comes in pieces, or in chunks, comes whole") {
    const auto server = MustStart([](const Request& request) {
        return Response{.body = std::to_string(request.body.size()) + request.body.substr(request.body.size() - 3)};
    });
    const std::string half(300000, 'a');
    RawSocket socket(server->Port());
    socket.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 600000\r\n\r\n" + half);
    socket.Send(half.substr(3));
    socket.Send("end");
    CHECK(socket.ReadResponse().ends_with("\r\n\r\n600000end"));
    socket.Send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    socket.Send("3\r\nend\r\n0\r\n\r\n");
    CHECK(socket.ReadResponse().ends_with("\r\n\r\n6end"));
}

TEST_CASE("a client that waits for leave to send its body gets it") {
    const auto server = MustStart(&Echo);
    RawSocket socket(server->Port());
    socket.Send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    CHECK(socket.ReadResponse() == "HTTP/1.1 100 Continue\r\n\r\n");
    socket.Send("hello");
    CHECK(socket.ReadResponse().ends_with("POST / hello"));
}

TEST_CASE("an answer larger than any socket buffer arrives whole at a reader that starts late") {
    const std::string large(16U << 20U, 'x');
    const auto server = MustStart([&](const Request&) { return Response{.body = large}; });
    RawSocket socket(server->Port());
    socket.Send(kGet);
    // Its socket buffers are full long before these have been answered.
    Client other;
    for (int i = 0; i < 3; ++i) REQUIRE(other.Send({.url = Url(*server, "/")}).has_value());
    const std::string answer = socket.ReadResponse();
    CHECK(answer.size() > large.size());
    CHECK(answer.ends_with(large));
}

TEST_CASE("a client that does not read its answer is cut off and blocks nobody for long") {
    const std::string large(64U << 20U, 'x');
    ServerOptions options;
    options.threads = 1;
    options.write_time = std::chrono::seconds(1);
    const auto server = MustStart(
        [&](const Request& request) { return Response{.body = request.path == "/large" ? large : "small"}; }, options);
    RawSocket lazy(server->Port());
    lazy.Send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
    Client other;
    const auto answer = other.Send({.url = Url(*server, "/")});
    REQUIRE(answer.has_value());
    CHECK(answer->body == "small");
    CHECK(lazy.ReadAll().size() < large.size());
}

TEST_CASE("a connection serves request after request, also such that were sent ahead") {
    const auto server = MustStart(&Echo);
    RawSocket socket(server->Port());
    socket.Send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(socket.ReadResponse().ends_with("GET /1 "));
    socket.Send("GET /2 HTTP/1.1\r\nHost: h\r\n\r\nGET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    CHECK(socket.ReadResponse().ends_with("GET /2 "));
    const std::string last = socket.ReadAll();
    CHECK(last.find("Connection: close\r\n") != std::string::npos);
    CHECK(last.ends_with("GET /3 "));
}

TEST_CASE("an HTTP/1.0 client sees the end of the answer by the end of the connection") {
    const auto server = MustStart(&Echo);
    RawSocket socket(server->Port());
    socket.Send("GET /old HTTP/1.0\r\n\r\n");
    CHECK(socket.ReadAll().ends_with("GET /old "));
}

TEST_CASE("a connection that stays silent is closed without a word") {
    ServerOptions options;
    options.keep_alive = std::chrono::seconds(1);
    const auto server = MustStart(&Echo, options);
    RawSocket silent(server->Port());
    RawSocket half(server->Port());
    half.Send("GET / HTTP/1.1\r\nHo");
    RawSocket used(server->Port());
    used.Send(kGet);
    CHECK(used.ReadResponse().ends_with("GET / "));
    CHECK(silent.ReadAll().empty());
    CHECK(half.ReadAll().empty());
    CHECK(used.ReadAll().empty());
}

TEST_CASE("what a handler throws stays inside") {
    ServerOptions options;
    options.on_error = [](const Error& error, const Request& request) {
        return Response{.status = StatusFor(error),
                        .content_type = "application/problem+json",
                        .body = error.reason + " " + request.path};
    };
    const auto server = MustStart(
        [](const Request& request) -> Response {
            if (request.path == "/number") throw 7;
            throw std::runtime_error("password=geheim");
        },
        options);
    Client client;
    for (const std::string path : {"/", "/number"}) {
        const auto answer = client.Send({.url = Url(*server, path)});
        REQUIRE(answer.has_value());
        CHECK(answer->status == 500);
        CHECK(answer->body == "internal " + path);
        CHECK(answer->headers.at("content-type") == "application/problem+json");
    }
}

TEST_CASE("many clients at once each get their own answers") {
    const auto server = MustStart(&Echo);
    std::atomic<int> right = 0;
    std::vector<std::jthread> clients;
    for (int c = 0; c < 16; ++c) {
        clients.emplace_back([&, c] {
            Client client;
            for (int i = 0; i < 200; ++i) {
                const std::string path = "/" + std::to_string(c) + "/" + std::to_string(i);
                const auto answer = client.Send({.url = Url(*server, path)});
                if (answer && answer->body == "GET " + path + " ") ++right;
            }
        });
    }
    clients.clear();
    CHECK(right == 16 * 200);
}

TEST_CASE("a stop lets the request inside finish, refuses new ones, then closes") {
    std::latch inside(1);
    std::promise<void> leave;
    auto may_leave = leave.get_future().share();
    const auto server = MustStart([&](const Request& request) {
        if (request.path == "/slow") {
            inside.count_down();
            may_leave.wait();
        }
        return Response{.body = "done"};
    });
    const auto port = server->Port();
    RawSocket slow(port);
    // Workers are chosen by descriptor number, so one of many new connections is not on the busy one's.
    std::vector<RawSocket> others;
    for (int i = 0; i < 4; ++i) others.emplace_back(port);
    slow.Send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
    inside.wait();
    std::jthread stopper([&] { server->Stop(std::chrono::seconds(30)); });
    // The gate closes some time after Stop() began: until then answers are as ever.
    std::string refusal;
    while (refusal.empty()) {
        others[0].Send(kGet);
        const std::string answer = others[0].ReadResponse();
        REQUIRE_FALSE(answer.empty());
        if (answer.find(" 200 ") == std::string::npos) refusal = answer;
    }
    CHECK(refusal.starts_with("HTTP/1.1 503 "));
    CHECK(refusal.find("Connection: close\r\n") != std::string::npos);
    leave.set_value();
    CHECK(slow.ReadResponse().ends_with("done"));
    stopper.join();
    CHECK_FALSE(RawSocket(port).Connected());
    CHECK(others[1].ReadAll().empty());
    server->Stop(std::chrono::seconds(1));
}

TEST_CASE("a stop waits no longer than its budget for new requests to be refused, but never abandons a handler") {
    std::latch inside(1);
    std::atomic<bool> left = false;
    std::promise<void> leave;
    auto may_leave = leave.get_future().share();
    const auto server = MustStart([&](const Request&) {
        inside.count_down();
        may_leave.wait();
        left = true;
        return Response{};
    });
    RawSocket slow(server->Port());
    slow.Send(kGet);
    inside.wait();
    std::jthread stopper([&] { server->Stop(std::chrono::milliseconds(1)); });
    // The budget is over when the connection has been cut under the handler.
    CHECK(slow.ReadAll().empty());
    CHECK_FALSE(left);
    leave.set_value();
    stopper.join();
    CHECK(left);
}

TEST_CASE("a taken port and an address that is none are errors") {
    const auto server = MustStart(&Echo);
    ServerOptions taken;
    taken.port = server->Port();
    const auto second = Server::Start(taken, &Echo);
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().code == Code::kUnavailable);
    ServerOptions nowhere;
    nowhere.address = "no address";
    CHECK_FALSE(Server::Start(nowhere, &Echo).has_value());
}

TEST_CASE("the client says why it got no answer") {
    std::uint16_t gone = 0;
    {
        const auto server = MustStart(&Echo);
        gone = server->Port();
    }
    Client client;
    const auto refused = client.Send({.url = "http://127.0.0.1:" + std::to_string(gone) + "/"});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == Code::kUnavailable);

    std::promise<void> leave;
    auto may_leave = leave.get_future().share();
    const auto server = MustStart([&](const Request&) {
        may_leave.wait();
        return Response{};
    });
    const auto late = client.Send({.url = Url(*server, "/"), .timeout = std::chrono::milliseconds(50)});
    REQUIRE_FALSE(late.has_value());
    CHECK(late.error().code == Code::kDeadlineExceeded);
    leave.set_value();

    const auto file = client.Send({.url = "file:///etc/hostname"});
    REQUIRE_FALSE(file.has_value());
    CHECK(file.error().code == Code::kInvalidArgument);
    CHECK_FALSE(client.Send({.url = Url(*server, "/"), .headers = {{"X", "a\r\nY: b"}}}).has_value());
}

TEST_CASE("the client sends a body of its size with any method, and follows no redirect") {
    const auto server = MustStart([](const Request& request) {
        if (request.path == "/from") return Response{.status = 302, .body = "", .headers = {{"Location", "/to"}}};
        return Response{.body = request.method + " " + request.headers.at("content-length") + request.body};
    });
    Client client;
    for (const auto* method : {"POST", "PUT", "PATCH", "DELETE"}) {
        const auto answer = client.Send({.method = method, .url = Url(*server, "/"), .body = std::string("a\0b", 3)});
        REQUIRE(answer.has_value());
        CHECK(answer->body == std::string(method) + " 3" + std::string("a\0b", 3));
    }
    const auto empty = client.Send({.method = "POST", .url = Url(*server, "/")});
    REQUIRE(empty.has_value());
    CHECK(empty->body == "POST 0");
    const auto redirect = client.Send({.url = Url(*server, "/from")});
    REQUIRE(redirect.has_value());
    CHECK(redirect->status == 302);
    CHECK(redirect->headers.at("location") == "/to");
}

}  // namespace suite::http
