// Who may talk to whom.
#include "support.hpp"
#include "testing/temp_dir.hpp"

namespace suite::roster_sync::test {
namespace {

std::unique_ptr<BasispoortClient> With(const BasispoortStandIn& stand_in, http::ClientTls tls) {
    auto client = BasispoortClient::Make({.url = stand_in.Url(), .tls = std::move(tls), .retries = {.tries = 1}});
    REQUIRE(client);
    return *std::move(client);
}

/// Certificates of another CA.
class Stranger {
  public:
    Stranger() { REQUIRE(crypto::MakeCertificates(dir_.Path(), {"stranger"}, SystemClock().Now())); }
    [[nodiscard]] crypto::CertificateFiles Files() const { return crypto::CertificatesOf(dir_.Path(), "stranger"); }

  private:
    testing::TempDir dir_;
};

}  // namespace

TEST_CASE("both sides show a certificate, by TLS 1.2 and 1.3", "[ROS-14]") {
    const auto version = GENERATE("TLSv1.2", "TLSv1.3");
    BasispoortStandIn stand_in(Roster(), version);
    CHECK(ClientOf(stand_in)->Institutions(Soon()));
    CHECK(stand_in.Control().Requests().at(0).client == "roster-sync");
}

TEST_CASE("Basispoort lets nobody in without a certificate of its CA", "[ROS-14]") {
    const auto version = GENERATE("TLSv1.2", "TLSv1.3");
    BasispoortStandIn stand_in(Roster(), version);
    const Stranger stranger;
    auto tls = TlsOf(stranger.Files());
    tls.ca_file = stand_in.Certificates().ca;
    CheckFails(With(stand_in, tls)->Institutions(Soon()), Code::kUnavailable);

    http::Client anonymous(http::ClientTls{.ca_file = stand_in.Certificates().ca});
    CheckFails(anonymous.Send({.url = stand_in.Url() + "/rest/v2/instellingen"}), Code::kUnavailable);
    CHECK(stand_in.Control().Requests().empty());
}

TEST_CASE("a Basispoort whose certificate another CA signed is not believed", "[ROS-14]") {
    BasispoortStandIn stand_in(Roster());
    const Stranger stranger;
    auto tls = TlsOf(stand_in.Certificates());
    tls.ca_file = stranger.Files().ca;
    CheckFails(With(stand_in, tls)->Institutions(Soon()), Code::kFailedPrecondition);
    // Nor is one of another name: the certificate is for localhost and 127.0.0.1.
    const auto port = stand_in.Url().substr(stand_in.Url().rfind(':'));
    http::Client client(TlsOf(stand_in.Certificates()));
    CHECK(client.Send({.url = "https://localhost" + port + "/rest/v2/instellingen"})->status == 200);
    CheckFails(client.Send({.url = "https://basispoort.localhost" + port + "/"}), Code::kFailedPrecondition);
    CHECK(stand_in.Control().Requests().size() == 1);
}

TEST_CASE("files that cannot be used are told from a Basispoort that is away", "[ROS-14]") {
    BasispoortStandIn stand_in(Roster());
    const Stranger stranger;
    const std::string nowhere = stand_in.Folder() / "nowhere";
    auto tls = TlsOf(stand_in.Certificates());
    SECTION("no CA") { tls.ca_file = nowhere; }
    SECTION("no certificate") { tls.certificate_file = nowhere; }
    SECTION("no key") { tls.key_file = nowhere; }
    SECTION("the key of another certificate") { tls.key_file = stranger.Files().key; }
    CheckFails(With(stand_in, tls)->Institutions(Soon()), Code::kFailedPrecondition);
    CHECK(stand_in.Control().Requests().empty());
}

TEST_CASE("a client needs an https URL and all its files", "[ROS-14]") {
    const BasispoortOptions good{.url = "https://127.0.0.1:1",
                                 .tls = {.ca_file = "a", .certificate_file = "b", .key_file = "c"}};
    REQUIRE(BasispoortClient::Make(good));
    auto bad = good;
    SECTION("plain http") { bad.url = "http://127.0.0.1:1"; }
    SECTION("no URL") { bad.url.clear(); }
    SECTION("no CA") { bad.tls.ca_file.clear(); }
    SECTION("no certificate") { bad.tls.certificate_file.clear(); }
    SECTION("no key") { bad.tls.key_file.clear(); }
    CheckFails(BasispoortClient::Make(bad), Code::kInvalidArgument);
}

}  // namespace suite::roster_sync::test
