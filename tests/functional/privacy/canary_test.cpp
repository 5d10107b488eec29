// Data minimisation (ROS-03): what is not to be kept of a child is nowhere after all flows, and what is kept is in the
// databases only.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "redis/redis.hpp"
#include "tests/functional/privacy/flows.hpp"
#include "tests/functional/privacy/search.hpp"

namespace {

namespace fs = std::filesystem;
using namespace suite::testing;
using suite::sql::Dialect;

/// TMPDIR for the processes started meanwhile, and for this one.
class TemporaryFilesIn {
  public:
    explicit TemporaryFilesIn(const fs::path& folder) {
        if (const char* before = std::getenv("TMPDIR")) before_ = before;
        ::setenv("TMPDIR", folder.c_str(), 1);
    }
    TemporaryFilesIn(const TemporaryFilesIn&) = delete;
    TemporaryFilesIn& operator=(const TemporaryFilesIn&) = delete;
    ~TemporaryFilesIn() { before_ ? ::setenv("TMPDIR", before_->c_str(), 1) : ::unsetenv("TMPDIR"); }

  private:
    std::optional<std::string> before_;
};

/// Of the stand-in: what Basispoort has is Basispoort's.
bool IsBasispoorts(const fs::path& file) {
    return file.filename() == "roster.ndjson" || file.filename() == "basispoort-lika.json";
}

bool IsDatabase(const fs::path& file) { return file.parent_path().filename() == "db"; }

/// Files that hold one of `words`, by name below `root`; those of databases only when asked for.
std::vector<std::string> FilesWith(const fs::path& root, const std::vector<std::string>& words, bool databases) {
    std::vector<std::string> found;
    ForEachFile(root, [&](const fs::path& file, const std::string& bytes) {
        if (!IsBasispoorts(file) && IsDatabase(file) == databases && Holds(bytes, words))
            found.push_back(fs::relative(file, root).string());
    });
    return found;
}

/// Values of each service's database.
std::map<std::string, std::string> Databases(SuiteFixture& fixture) {
    std::map<std::string, std::string> values;
    if (!fixture.PostgresUrl().empty()) {
        values["postgresql"] = AllValues(fixture.PostgresUrl());
        return values;
    }
    for (const auto* service : {"roster-sync", "licence", "pincode", "result-exchange", "gateway"}) {
        values[service] = AllValues(fixture.Data() / "db" / (std::string(service) + ".db"));
    }
    return values;
}

/// How many keys of Redis hold one of `words` in name or value; with no words, how many there are.
std::int64_t RedisKeysWith(const fs::path& temporary, const std::vector<std::string>& words) {
    std::string socket;
    for (const auto& entry : fs::recursive_directory_iterator(temporary)) {
        if (entry.path().filename() == "redis.sock") socket = entry.path();
    }
    REQUIRE_FALSE(socket.empty());
    suite::redis::Client redis({.address = "unix:" + socket});
    static constexpr const char* kScript = R"(
        local found = 0
        for _, key in ipairs(redis.call('KEYS', '*')) do
            local kind = redis.call('TYPE', key).ok
            local value = ''
            if kind == 'string' then value = redis.call('GET', key)
            elseif kind == 'hash' then value = table.concat(redis.call('HGETALL', key), ' ')
            elseif kind == 'list' then value = table.concat(redis.call('LRANGE', key, 0, -1), ' ')
            elseif kind == 'set' then value = table.concat(redis.call('SMEMBERS', key), ' ')
            elseif kind == 'zset' then value = table.concat(redis.call('ZRANGE', key, 0, -1), ' ')
            else return -1 end
            local text = string.lower(key .. ' ' .. value)
            local holds = #ARGV == 0
            for _, word in ipairs(ARGV) do holds = holds or string.find(text, word, 1, true) ~= nil end
            if holds then found = found + 1 end
        end
        return found)";
    const auto found = redis.Eval(kScript, {}, words);
    if (!found) FAIL("Redis: " << found.error().message);
    return *found;
}

std::map<std::string, std::string> Metrics(const suite::devsuite::Suite& running) {
    std::map<std::string, std::string> metrics;
    suite::http::Client client;
    for (const auto& name : suite::devsuite::Suite::Names()) {
        if (name == "redis") continue;
        const auto answer = client.Send({.url = running.AdminUrl(name) + "/metrics"});
        REQUIRE(answer);
        CHECK(answer->status == 200);
        metrics[name] = answer->body;
    }
    return metrics;
}

std::vector<std::string> Both() {
    auto words = kMayNotBeStored;
    words.insert(words.end(), kMayBeStored.begin(), kMayBeStored.end());
    return words;
}

void CheckFilesAndValues(SuiteFixture& fixture, const fs::path& temporary) {
    CHECK(FilesWith(temporary, Both(), /*databases=*/false) == std::vector<std::string>{});
    CHECK(FilesWith(temporary, kMayNotBeStored, /*databases=*/true) == std::vector<std::string>{});
    for (const auto& [name, values] : Databases(fixture)) {
        std::istringstream lines(values);
        for (std::string line; std::getline(lines, line);) {
            CAPTURE(name, line.substr(0, 300));
            if (Holds(line, kMayNotBeStored)) FAIL_CHECK("a value that may not be stored");
        }
    }
}

}  // namespace

TEST_CASE("the search finds a word in a file, in base64 and in a database, and says so", "[ROS-03]") {
    const TempDir folder;
    std::ofstream(folder.Path() / "plain") << "xx VERKlikker xx";
    std::ofstream(folder.Path() / "nothing") << "xx verklik xx";
    for (const auto* text :
         {"{\"a\":\"TGFuZ3MgZGUgVmVya2xpa2tlciBlbiB0ZXJ1Zw\"}", "abTGFuZ3MgZGUgVmVya2xpa2tlciBlbiB0ZXJ1Zw"}) {
        CAPTURE(text);
        CHECK(Holds(text, {"verklikker"}));
        CHECK_FALSE(Holds(text, {"zangvogel"}));
    }
    CHECK(FilesWith(folder.Path(), {"verklikker"}, false) == std::vector<std::string>{"plain"});
}

TEST_CASE("of a child only what may be kept is found afterwards, and only in the databases", "[ROS-03][ROS-04]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    const TempDir temporary;
    const TemporaryFilesIn here(temporary.Path());
    SuiteFixture fixture(dialect, WithBasispoort{CanarySchool(/*with_people=*/true), "debug"});
    REQUIRE(fixture.Data().string().starts_with(temporary.Path().string()));

    for (const auto& answer : SendTheCanaryThrough(fixture.Api())) {
        CAPTURE(answer.status, answer.body);
        CHECK_FALSE(Holds(answer.body, kMayNotBeStored));
    }
    TakeCareOfTheCanary(fixture);
    REQUIRE_FALSE(fixture.Suite().CheckAlive());

    CHECK(RedisKeysWith(temporary.Path(), {}) > 0);
    CHECK(RedisKeysWith(temporary.Path(), Both()) == 0);
    for (const auto& [name, metrics] : Metrics(fixture.Suite())) {
        CAPTURE(name);
        CHECK(metrics.size() > 100);
        CHECK_FALSE(Holds(metrics, Both()));
    }
    // While everything runs, with write-ahead logs and files that wait; and after the end.
    CheckFilesAndValues(fixture, temporary.Path());
    // The search sees the databases, and they hold what they should.
    for (const auto& [name, values] : Databases(fixture)) {
        CAPTURE(name);
        if (name == "roster-sync" || name == "postgresql") CHECK(Holds(values, kMayBeStored));
    }
    if (dialect == Dialect::kSqlite) {
        CHECK_FALSE(FilesWith(temporary.Path(), kMayBeStored, /*databases=*/true).empty());
    } else {
        // The server's log quotes statements that fail.
        const std::string server = std::getenv("SUITE_TEST_POSTGRES");
        const fs::path log = fs::path(server.substr(server.find("host=") + 5)) / "server.log";
        REQUIRE(fs::exists(log));
        CHECK_FALSE(Holds(ReadWhole(log), Both()));
    }
    fixture.Suite().Stop();
    CheckFilesAndValues(fixture, temporary.Path());
    bool logs = false;
    ForEachFile(temporary.Path(), [&](const fs::path& file, const std::string& bytes) {
        logs = logs || (file.filename() == "roster-sync.log" && !bytes.empty());
    });
    CHECK(logs);
}
