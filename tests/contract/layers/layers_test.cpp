// The picture in docs/architecture.md, held against the includes.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
const fs::path kRoot = SUITE_ROOT;

std::string Read(const fs::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

struct Include {
    std::string file;  // of the repository
    std::string header;
};

std::vector<Include> Includes(const fs::path& folder) {
    static const std::regex kInclude(R"re(#include [<"]([^">]+)[">])re");
    std::vector<Include> includes;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
        const auto text = Read(entry.path());
        for (std::sregex_iterator it(text.begin(), text.end(), kInclude), end; it != end; ++it) {
            includes.push_back({fs::relative(entry.path(), kRoot).string(), (*it)[1]});
        }
    }
    return includes;
}

std::set<std::string> Libraries() {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(kRoot / "libs")) {
        if (entry.is_directory()) names.insert(entry.path().filename().string());
    }
    return names;
}

/// library → those it may include, as drawn.
std::multimap<std::string, std::string> Drawn() {
    const auto text = Read(kRoot / "docs/architecture.md");
    const auto section = text.substr(text.find("## The library graph"));
    static const std::regex kEdge(R"re(\n {4}(\w+) --> (\w+))re");
    std::multimap<std::string, std::string> edges;
    for (std::sregex_iterator it(section.begin(), section.end(), kEdge), end; it != end; ++it)
        edges.emplace((*it)[1], (*it)[2]);
    return edges;
}

std::string FirstFolder(const std::string& header) { return header.substr(0, header.find('/')); }

}  // namespace

TEST_CASE("libraries include only what the library graph in docs/architecture.md allows") {
    const auto libraries = Libraries();
    const auto drawn = Drawn();
    REQUIRE(drawn.size() > 20);
    std::set<std::pair<std::string, std::string>> used;
    for (const auto& [file, header] : Includes("libs")) {
        const auto from = FirstFolder(file.substr(5));
        const auto to = FirstFolder(header);
        if (header.ends_with(".pb.h")) continue;  // generated; proto packages are called suite too
        if (from == to || !libraries.contains(to)) continue;
        used.emplace(from, to);
        const auto [begin, end] = drawn.equal_range(from);
        const bool allowed = std::any_of(begin, end, [&](const auto& edge) { return edge.second == to; });
        INFO(file << " includes " << header);
        CHECK(allowed);
    }
    for (const auto& edge : drawn) {
        INFO("drawn but not used: " << edge.first << " --> " << edge.second);
        CHECK(used.contains(edge));
    }
}

TEST_CASE("domain and app know nothing but the standard library, core and roster") {
    static const std::regex kPure(R"re(^(core|roster)/.*)re");
    int seen = 0;
    for (const auto& [file, header] : Includes("services")) {
        const bool domain = file.find("/domain/") != std::string::npos;
        if (!domain && file.find("/app/") == std::string::npos) continue;
        ++seen;
        const bool standard = header.find('.') == std::string::npos && header.find('/') == std::string::npos;
        const auto service = file.substr(0, file.find('/', 9) + 1);
        const bool own = header.starts_with(service + "domain/") || (!domain && header.starts_with(service + "app/"));
        INFO(file << " includes " << header);
        CHECK((standard || own || std::regex_match(header, kPure)));
    }
    REQUIRE(seen > 50);
}

TEST_CASE("services do not include each other") {
    for (const auto& [file, header] : Includes("services")) {
        if (!header.starts_with("services/")) continue;
        INFO(file << " includes " << header);
        CHECK(header.starts_with(file.substr(0, file.find('/', 9) + 1)));
    }
}

TEST_CASE("third-party headers are included by their wrapper only") {
    // header prefix → files that may include it
    static const std::map<std::string, std::regex> kWrappers{
        {"pistache/", std::regex("libs/http/server\\.cpp")},
        {"soci/", std::regex("libs/sql/.*")},
        {"hiredis/", std::regex("libs/redis/redis\\.cpp")},
        {"curl/", std::regex("libs/http_client/.*\\.cpp")},
        {"sodium", std::regex("libs/crypto/crypto\\.cpp")},
        {"openssl/", std::regex("(libs/crypto/certificates|tools/bench/strangers)\\.cpp")},
        {"cjose/", std::regex("libs/crypto/cjose_handles\\.hpp")},
        {"zlib", std::regex("libs/compress/gzip\\.cpp|tools/roster_gen/.*")},
        {"spdlog/", std::regex("libs/log/log\\.cpp")},
        {"prometheus/", std::regex("libs/metrics/metrics\\.cpp")},
        {"pugixml", std::regex("services/roster_sync/adapters/.*\\.cpp")},
        {"CLI/", std::regex("libs/config/config\\.cpp|tools/.*\\.cpp")},
        {"sqlite3", std::regex("libs/sql/.*|tools/bench/.*")},  // the bench compares with the bare library
        {"grpcpp/", std::regex("libs/(rpc|roster_copy)/.*")},
        {"nlohmann/", std::regex(".*\\.cpp|libs/json/strict\\.hpp")},
    };
    for (const auto* folder : {"libs", "services", "tools"}) {
        for (const auto& [file, header] : Includes(folder)) {
            for (const auto& [prefix, wrapper] : kWrappers) {
                if (!header.starts_with(prefix)) continue;
                INFO(file << " includes " << header);
                CHECK(std::regex_match(file, wrapper));
            }
        }
    }
}

TEST_CASE("the clock is read in few places") {
    static const std::regex kNow(R"re(system_clock::now|time\(nullptr\)|time\(0\))re");
    // core/time.cpp is the clock; rpc turns a deadline into gRPC's kind of time; the follower sets a stream's deadline.
    static const std::set<std::string> kMay{"libs/core/time.cpp", "libs/rpc/channel.cpp", "libs/rpc/server.cpp",
                                            "libs/roster_copy/follower.cpp"};
    for (const auto* folder : {"libs", "services"}) {
        for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
            if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
            const auto file = fs::relative(entry.path(), kRoot).string();
            INFO(file);
            CHECK((kMay.contains(file) || !std::regex_search(Read(entry.path()), kNow)));
        }
    }
}
