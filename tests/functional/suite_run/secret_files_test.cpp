// No process starts with a secret that others on its machine can read.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "crypto/certificates.hpp"
#include "crypto/crypto.hpp"
#include "process/process.hpp"
#include "testing/temp_dir.hpp"

namespace {

namespace fs = std::filesystem;
using suite::testing::TempDir;
using Words = std::vector<std::string>;

class World {
  public:
    World() {
        REQUIRE(suite::crypto::MakeCertificates(dir_.Path(), {"one"}, suite::SystemClock().Now()));
        for (const auto* name : {"good.key", "open.key"}) REQUIRE(suite::crypto::LoadKey(File(name), /*create=*/true));
        fs::copy_file(File("one.key"), File("open-tls.key"));
        for (const auto* name : {"open.key", "open-tls.key"})
            fs::permissions(File(name), fs::perms::group_read, fs::perm_options::add);
    }

    [[nodiscard]] std::string File(const std::string& name) const { return dir_.Path() / name; }

    /// What the program logs before it ends; fails when it starts.
    [[nodiscard]] std::string Refusal(const std::string& program, const Words& more) const {
        Words command{std::string(SUITE_BIN_DIR "/") + program, "--listen", "127.0.0.1:0", "--database",
                      "sqlite:" + File(program + ".db")};
        command.insert(command.end(), more.begin(), more.end());
        const auto log = File(program + ".log");
        fs::remove(log);
        auto run = suite::process::Process::Start({.command = command, .output_file = log});
        REQUIRE(run);
        CHECK(run->WaitFor(std::chrono::seconds(60)) == 1);
        std::ifstream file(log);
        std::stringstream text;
        text << file.rdbuf();
        return text.str();
    }

    [[nodiscard]] Words Basispoort(const std::string& key) const {
        return {"--basispoort-url",         "https://127.0.0.1:1", "--basispoort-ca",  File("ca.pem"),
                "--basispoort-certificate", File("one.pem"),       "--basispoort-key", File(key)};
    }

  private:
    TempDir dir_;
};

Words operator+(Words all, const Words& more) {
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

}  // namespace

TEST_CASE("a process whose secret others can read does not start and says which file it is", "[ACC-04]") {
    const World world;
    const std::string nobody = "127.0.0.1:1";
    const Words gateway{"--roster-sync", nobody, "--licence", nobody, "--pincode", nobody, "--result-exchange", nobody};
    const Words good_key{"--token-key-file", world.File("good.key")};
    struct Row {
        std::string program;
        Words arguments;
        std::string file;
    };
    for (const auto& row :
         {Row{"gateway", gateway + Words{"--token-key-file", world.File("open.key")}, "open.key"},
          Row{"gateway", gateway + good_key + Words{"--token-key-other-file", world.File("open.key")}, "open.key"},
          Row{"gateway",
              gateway + good_key +
                  Words{"--oidc-issuer", "http://127.0.0.1:1", "--oidc-client-secret-file", world.File("open.key")},
              "open.key"},
          Row{"roster-sync", world.Basispoort("open-tls.key"), "open-tls.key"},
          Row{"licence",
              world.Basispoort("open-tls.key") +
                  Words{"--basispoort-publisher", "uitgever", "--roster", nobody, "--redis", nobody},
              "open-tls.key"},
          Row{"pincode", {"--roster", nobody, "--key-file", world.File("open.key")}, "open.key"},
          Row{"result-exchange", {"--roster", nobody, "--key-file", world.File("open.key")}, "open.key"},
          Row{"pincode",
              {"--roster", nobody, "--key-file", world.File("good.key"), "--tls-ca-file", world.File("ca.pem"),
               "--tls-certificate-file", world.File("one.pem"), "--tls-key-file", world.File("open-tls.key")},
              "open-tls.key"}}) {
        CAPTURE(row.program, row.file);
        CHECK_THAT(world.Refusal(row.program, row.arguments),
                   Catch::Contains(world.File(row.file) + " can be read by others"));
    }
}
