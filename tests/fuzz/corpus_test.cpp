// The kept corpus through the fuzz targets, so that ./test holds what fuzzing found, also where there is no clang.
#include <suite/licence/v1/licence_service.pb.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "compress/gzip.hpp"
#include "core/ip_address.hpp"
#include "core/paging.hpp"
#include "crypto/jws.hpp"
#include "http/request_reader.hpp"
#include "proto_json/proto_json.hpp"
#include "services/gateway/adapters/credentials.hpp"
#include "services/gateway/adapters/id_token.hpp"
#include "services/gateway/domain/cookie.hpp"
#include "services/gateway/domain/headers.hpp"
#include "services/gateway/domain/repeat.hpp"
#include "services/roster_sync/adapters/basispoort_records.hpp"
#include "services/roster_sync/adapters/edexml.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

namespace fs = std::filesystem;

/// Bytes of each file, and how many of them `read` takes without a refusal.
template <class Read>
void Replay(const char* name, void (*target)(std::string_view), const Read& read) {
    int files = 0;
    int read_whole = 0;
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(fs::path(SUITE_FUZZ_CORPUS) / name)) paths.push_back(entry.path());
    std::ranges::sort(paths);
    for (const auto& path : paths) {
        std::ifstream in(path, std::ios::binary);
        std::ostringstream bytes;
        bytes << in.rdbuf();
        CAPTURE(path.filename().string());
        CHECK_NOTHROW(target(bytes.str()));
        ++files;
        if (read(bytes.str())) ++read_whole;
    }
    // A corpus of nothing but refusals would not get past the door.
    CHECK(files >= 10);
    CHECK(read_whole >= 4);
}

}  // namespace

TEST_CASE("the kept NDJSON parts hold what must always hold", "[ROS-03][ROS-05]") {
    Replay("ndjson_records", suite::fuzz::NdjsonRecords,
           [](const std::string& bytes) { return suite::roster_sync::ParsePart(bytes, 1).has_value(); });
}

TEST_CASE("the kept EDEXML files hold what must always hold", "[ROS-06]") {
    Replay("edexml", suite::fuzz::Edexml,
           [](const std::string& bytes) { return suite::roster_sync::ParseEdexml(bytes).has_value(); });
}

TEST_CASE("the kept gzip bodies hold what must always hold", "[ROS-05]") {
    Replay("gzip", suite::fuzz::Gzip,
           [](const std::string& bytes) { return suite::compress::Gunzip(bytes, 1U << 20U).has_value(); });
}

TEST_CASE("the kept cookies hold what must always hold", "[ACC-01]") {
    Replay("cookie", suite::fuzz::Cookie, [](const std::string& bytes) {
        return suite::gateway::CookieValue(bytes, suite::gateway::kSessionCookie).has_value();
    });
}

TEST_CASE("the kept client addresses hold what must always hold", "[ACC-05][ACC-07]") {
    Replay("forwarded", suite::fuzz::Forwarded, [](const std::string& bytes) {
        return suite::IpAddress::Parse(bytes).has_value() || suite::IpNetwork::Parse(bytes).has_value();
    });
}

TEST_CASE("the kept tokens, keys and claims hold what must always hold", "[ACC-01][ACC-04]") {
    Replay("token", suite::fuzz::Token, [](const std::string& bytes) {
        return suite::gateway::ReadIdClaims(bytes, {}).has_value() ||
               suite::crypto::PublicKeys::Parse(bytes).has_value();
    });
}

TEST_CASE("the kept requests hold what must always hold", "[ACC-07]") {
    Replay("http_request", suite::fuzz::HttpRequest, [](const std::string& bytes) {
        suite::http::RequestReader reader({.max_body = 4096, .max_path = 256});
        return reader.Feed(bytes) == suite::http::RequestReader::State::kReady;
    });
}

TEST_CASE("the kept headers hold what must always hold", "[ACC-04][ACC-07]") {
    using namespace suite::gateway;  // NOLINT: test
    Replay("headers", suite::fuzz::Headers, [](const std::string& bytes) {
        return BearerToken(bytes) || ParseBasic(bytes) || ParseIdempotencyKey(bytes) ||
               IsMediaType(bytes, "application/json") || LanguageOf(bytes, true) == Language::kDutch;
    });
}

TEST_CASE("the kept JSON bodies hold what must always hold", "[ACC-07]") {
    Replay("json_body", suite::fuzz::JsonBody, [](const std::string& bytes) {
        suite::licence::v1::PutOrderRequest order;
        return bytes.front() == '0' && suite::proto_json::FromJson(bytes.substr(1), order).has_value();
    });
}

TEST_CASE("the kept cursors hold what must always hold", "[ACC-07]") {
    Replay("cursor", suite::fuzz::Cursor,
           [](const std::string& bytes) { return suite::DecodeCursor(bytes).has_value(); });
}
