#include "config/config.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

namespace suite::config {
namespace {

/// A variable in the environment for as long as this lives.
class Variable {
  public:
    Variable(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
    ~Variable() { ::unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

  private:
    const char* name_;
};

struct Program {
    std::string database = "sqlite:default";
    std::int64_t threads = 4;
    bool verbose = false;
    std::vector<std::string> peers;
    Settings settings{"program", "A program for this test", "TRIAL"};

    Program() {
        settings.Add("database", database, "Where the data is");
        settings.Add("worker-threads", threads, 1, 64, "How many");
        settings.Add("verbose", verbose, "Say more");
        settings.AddList("peers", peers, "Others");
    }
    /// "" or the refusal.
    std::string Parse(std::vector<const char*> arguments) {
        arguments.insert(arguments.begin(), "program");
        const auto status = settings.Parse(static_cast<int>(arguments.size()), arguments.data());
        return status ? "" : status.error().message;
    }
};

}  // namespace

TEST_CASE("without flags and variables the defaults hold") {
    Program program;
    CHECK(program.Parse({}) == "");
    CHECK(program.database == "sqlite:default");
    CHECK(program.threads == 4);
    CHECK_FALSE(program.verbose);
}

TEST_CASE("a flag wins over a variable, a variable over the default") {
    const Variable database("SLEUTELBOS_TRIAL_DATABASE", "sqlite:environment");
    const Variable threads("SLEUTELBOS_TRIAL_WORKER_THREADS", "8");
    const Variable verbose("SLEUTELBOS_TRIAL_VERBOSE", "true");
    const Variable peers("SLEUTELBOS_TRIAL_PEERS", "a,b");
    Program program;
    CHECK(program.Parse({"--database", "sqlite:flag"}) == "");
    CHECK(program.database == "sqlite:flag");
    CHECK(program.threads == 8);
    CHECK(program.verbose);
    CHECK(program.peers == std::vector<std::string>{"a", "b"});
}

TEST_CASE("an unknown flag and a stray word are refused") {
    CHECK(Program().Parse({"--databse", "x"}).find("--databse") != std::string::npos);
    CHECK_FALSE(Program().Parse({"stray"}).empty());
    CHECK_FALSE(Program().Parse({"--database"}).empty());
}

TEST_CASE("an unknown variable of the program is refused, another program's is not looked at") {
    const Variable other("SLEUTELBOS_OTHER_DATABASE", "x");
    CHECK(Program().Parse({}) == "");
    const Variable unknown("SLEUTELBOS_TRIAL_DATABSE", "geheim");
    const auto refusal = Program().Parse({});
    CHECK(refusal.find("SLEUTELBOS_TRIAL_DATABSE") != std::string::npos);
    CHECK(refusal.find("geheim") == std::string::npos);
}

TEST_CASE("a value that does not fit is refused, from a flag and from a variable alike") {
    for (const auto* value : {"0", "65", "many", "1.5", "99999999999999999999"}) {
        CAPTURE(value);
        CHECK_FALSE(Program().Parse({"--worker-threads", value}).empty());
        const Variable variable("SLEUTELBOS_TRIAL_WORKER_THREADS", value);
        const auto refusal = Program().Parse({});
        CAPTURE(refusal);
        CHECK((refusal.find("SLEUTELBOS_TRIAL_WORKER_THREADS") != std::string::npos ||
               refusal.find("--worker-threads") != std::string::npos));
        CHECK(Program().Parse({"--worker-threads", "2"}) == "");
    }
    const Variable variable("SLEUTELBOS_TRIAL_VERBOSE", "perhaps");
    CHECK_FALSE(Program().Parse({}).empty());
}

TEST_CASE("what is required must be given") {
    Program program;
    program.settings.Require("database");
    CHECK(program.Parse({}).find("database") != std::string::npos);
    const Variable variable("SLEUTELBOS_TRIAL_DATABASE", "sqlite:x");
    Program again;
    again.settings.Require("database");
    CHECK(again.Parse({}) == "");
}

TEST_CASE("asking for help is no error and names every setting with its variable") {
    Program program;
    program.settings.Require("database");
    CHECK(program.Parse({"--help"}) == "");
    CHECK(program.settings.HelpAsked());
    for (const auto* text :
         {"--database", "--worker-threads", "--verbose", "--peers", "SLEUTELBOS_TRIAL_WORKER_THREADS"}) {
        CHECK(program.settings.Help().find(text) != std::string::npos);
    }
    CHECK_FALSE(Program().settings.HelpAsked());
}

}  // namespace suite::config
