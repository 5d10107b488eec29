// Mutual TLS between services, over real connections.
#include <suite/pincode/v1/pincode_service.grpc.pb.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "core/time.hpp"
#include "crypto/certificates.hpp"
#include "rpc/channel.hpp"
#include "rpc/server.hpp"
#include "testing/temp_dir.hpp"

namespace {

using namespace suite;  // NOLINT: test

/// Answers every call; who comes through to it is the question.
class Answering final : public pincode::v1::PincodeService::Service {
    grpc::Status ListGroupPincodes(grpc::ServerContext* /*context*/,
                                   const pincode::v1::ListGroupPincodesRequest* /*request*/,
                                   pincode::v1::ListGroupPincodesResponse* /*response*/) override {
        return grpc::Status::OK;
    }
};

struct World {
    World() { REQUIRE(crypto::MakeCertificates(folder.Path(), {"pincode", "gateway"}, SystemClock().Now())); }

    [[nodiscard]] rpc::TlsFiles FilesOf(const std::string& name) const {
        const auto files = crypto::CertificatesOf(folder.Path(), name);
        return {.ca = files.ca, .certificate = files.certificate, .key = files.key};
    }
    [[nodiscard]] rpc::Credentials Of(const std::string& name) const {
        auto loaded = rpc::Credentials::Load(FilesOf(name), {});
        REQUIRE(loaded);
        return *loaded;
    }

    testing::TempDir folder;
};

std::unique_ptr<rpc::Server> Serve(Answering& service, const rpc::Credentials& credentials) {
    auto server = rpc::Server::Start({.address = "127.0.0.1:0", .credentials = credentials}, {&service});
    REQUIRE(server);
    return std::move(*server);
}

Status Call(const std::string& address, const rpc::Credentials& credentials) {
    const rpc::Channel channel(address, 1, credentials);
    pincode::v1::ListGroupPincodesResponse answer;
    return channel.Call("/suite.pincode.v1.PincodeService/ListGroupPincodes", pincode::v1::ListGroupPincodesRequest(),
                        answer, {.deadline = Deadline::In(std::chrono::seconds(10))});
}

}  // namespace

TEST_CASE("a service with TLS answers whoever has a certificate of the suite's CA and nobody else", "[ACC-04]") {
    const World ours;
    const World theirs;
    Answering service;
    const auto server = Serve(service, ours.Of("pincode"));
    CHECK(Call(server->Address(), ours.Of("gateway")));
    CHECK(Call(server->Address(), rpc::Credentials()).error().code == Code::kUnavailable);
    CHECK(Call(server->Address(), theirs.Of("gateway")).error().code == Code::kUnavailable);

    // Its own CA, but a certificate of another one: what a stranger who knows our CA could try.
    auto mixed = theirs.FilesOf("gateway");
    mixed.ca = ours.FilesOf("gateway").ca;
    const auto stranger = rpc::Credentials::Load(mixed, {});
    REQUIRE(stranger);
    CHECK(Call(server->Address(), *stranger).error().code == Code::kUnavailable);
}

TEST_CASE("a caller with TLS talks to no server that cannot show who it is", "[ACC-04]") {
    const World ours;
    const World theirs;
    Answering service;
    CHECK(Call(Serve(service, rpc::Credentials())->Address(), ours.Of("gateway")).error().code == Code::kUnavailable);
    CHECK(Call(Serve(service, theirs.Of("pincode"))->Address(), ours.Of("gateway")).error().code == Code::kUnavailable);
}

TEST_CASE("without TLS a process neither listens nor calls where others can hear it", "[ACC-04]") {
    for (const auto* address : {"10.0.0.7:7001", "0.0.0.0:7001", "[::]:7001", "licence:7001", "dns:///licence:7001",
                                "127.0.0.1.example.com:7001", "localhost.example.com:7001", "ipv4:10.0.0.7:7001"}) {
        CAPTURE(address);
        const auto refused = rpc::Credentials::Load({}, {"", "unix:/run/x.sock", address});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().message.find(address) == 0);
    }
    for (const auto* address : {"unix:/run/x.sock", "127.0.0.1:7001", "127.9.9.9:0", "localhost:7001", "[::1]:7001",
                                "dns:///localhost:7001", "ipv4:127.0.0.1:7001"}) {
        CAPTURE(address);
        CHECK(rpc::Credentials::Load({}, {address}));
    }
}

TEST_CASE("files of TLS that are not whole are refused with the one that is wrong", "[ACC-04]") {
    const World world;
    const auto good = world.FilesOf("gateway");
    const auto refused = [](const rpc::TlsFiles& files) {
        const auto loaded = rpc::Credentials::Load(files, {"licence:7001"});
        REQUIRE_FALSE(loaded);
        return loaded.error().message;
    };
    CHECK(rpc::Credentials::Load(good, {"licence:7001"}));
    CHECK(refused({.ca = good.ca, .certificate = good.certificate, .key = ""}) ==
          "mutual TLS needs the three of CA, certificate and key");
    CHECK(refused({.ca = "/nowhere", .certificate = good.certificate, .key = good.key}) ==
          "CA /nowhere is missing or no PEM");
    const auto text = (world.folder.Path() / "text").string();
    std::ofstream(text) << "geen sleutel";
    REQUIRE(::chmod(text.c_str(), 0600) == 0);
    CHECK(refused({.ca = good.ca, .certificate = good.certificate, .key = text}) ==
          "key " + text + " is missing or no PEM");
    REQUIRE(::chmod(good.key.c_str(), 0640) == 0);
    CHECK(refused(good) == "key file " + good.key + " can be read by others; chmod 600");
}
