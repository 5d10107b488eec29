// roster-sync composed on a fresh database and called over a socket, as its callers do.
#pragma once

#include <suite/common/v1/common.pb.h>
#include <suite/roster/v1/roster_service.pb.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "core/reasons.hpp"
#include "rpc/channel.hpp"
#include "services/roster_sync/compose.hpp"
#include "testing/temp_dir.hpp"
#include "testing/test_database.hpp"

namespace suite::roster_sync {

namespace wire = roster::v1;

inline const Actor kBasispoort{.role = Role::kMachine, .client_id = "basispoort", .scopes = {"roster:push"}};
inline const Actor kHelpdesk{.role = Role::kHelpdesk};

inline constexpr const char* kSchoolLines =
    R"({"type":"school","op":"upsert","schoolId":1001,"data":{"naam":"De Regenboog","brincode":"99XX","dependancecode":"00","actief":true}}
{"type":"group","op":"upsert","schoolId":1001,"id":"G5A","schoolYear":"2026-2027","data":{"naam":"5A","jaargroep":"5","subgroep":false}}
{"type":"group","op":"upsert","schoolId":1001,"id":"G6A","schoolYear":"2026-2027","data":{"naam":"6A","jaargroep":"6","subgroep":false}}
{"type":"group","op":"upsert","schoolId":1001,"id":"PLUS","schoolYear":"2026-2027","data":{"naam":"Plusklas","subgroep":true}}
{"type":"pupil","op":"upsert","schoolId":1001,"id":500123,"data":{"lasKey":"ll-1","persoonsgegevens":{"voornaam":"Aatje","voorvoegsel":"van der","achternaam":"Voorbeeld"},"jaargroep":"5","groep":"G5A","subgroepen":["PLUS"]}}
{"type":"pupil","op":"upsert","schoolId":1001,"id":500124,"data":{"persoonsgegevens":{"voornaam":"Zoë","achternaam":"Ébert"},"jaargroep":"6","groep":"G6A","subgroepen":[]}}
{"type":"staff","op":"upsert","schoolId":1001,"id":9001,"data":{"persoonsgegevens":{"voornaam":"Ida","achternaam":"Coördinator"},"emailadres":"ida@regenboog.example","einddatum":null,"rollen":["ICTCoordinator"],"groepen":[],"subgroepen":[]}}
{"type":"staff","op":"upsert","schoolId":1001,"id":9002,"data":{"persoonsgegevens":{"voornaam":"Tom","achternaam":"Leraar"},"emailadres":"tom@regenboog.example","einddatum":null,"rollen":["Leerkracht"],"groepen":["G5A"],"subgroepen":[]}}
)";

class Service {
  public:
    explicit Service(const std::string& database_url) {
        config_.listen = "unix:" + (dir_.Path() / "s").string();
        config_.database = database_url;
        Start();
    }
    ~Service() { Stop(); }

    void Start() {
        auto app = Compose(config_, metrics_);
        REQUIRE(app);
        app_ = std::move(*app);
        channel_ = std::make_unique<rpc::Channel>(config_.listen);
    }
    void Stop() {
        if (app_) app_->Stop(std::chrono::seconds(5));
        app_.reset();
    }
    [[nodiscard]] const rpc::Channel& Channel() const { return *channel_; }

    template <class Response, class Request>
    Result<Response> Call(const std::string& method, const Request& request, const Actor& actor) {
        Response response;
        const auto status = channel_->Call("/suite.roster.v1." + method, request, response,
                                           {.deadline = Deadline::In(std::chrono::seconds(20)), .actor = actor});
        if (!status) return std::unexpected(status.error());
        return response;
    }

    Result<wire::RosterBatch> Open(std::int64_t sequence, wire::BatchKind kind = wire::BATCH_KIND_DELTA) {
        wire::OpenBatchRequest request;
        request.set_source("basispoort");
        request.set_sequence(sequence);
        request.set_kind(kind);
        return Call<wire::RosterBatch>("RosterBatchService/OpenBatch", request, kBasispoort);
    }
    Result<wire::RosterBatchPart> Put(const std::string& batch, int n, const std::string& lines) {
        wire::PutPartRequest request;
        request.set_batch_id(batch);
        request.set_n(n);
        request.set_content(lines);
        return Call<wire::RosterBatchPart>("RosterBatchService/PutPart", request, kBasispoort);
    }
    Result<wire::RosterBatch> Commit(const std::string& batch) {
        wire::CommitBatchRequest request;
        request.set_batch_id(batch);
        return Call<wire::RosterBatch>("RosterBatchService/CommitBatch", request, kBasispoort);
    }
    Result<wire::RosterBatch> Get(const std::string& batch) {
        wire::GetBatchRequest request;
        request.set_batch_id(batch);
        return Call<wire::RosterBatch>("RosterBatchService/GetBatch", request, kBasispoort);
    }
    /// Opens, puts one part, commits, and waits until it is applied or held.
    wire::RosterBatch Push(std::int64_t sequence, const std::string& lines,
                           wire::BatchKind kind = wire::BATCH_KIND_DELTA) {
        const auto batch = Open(sequence, kind);
        REQUIRE(batch);
        REQUIRE(Put(batch->id(), 1, lines));
        REQUIRE(Commit(batch->id()));
        return WaitApplied(batch->id());
    }
    wire::RosterBatch WaitApplied(const std::string& id) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (true) {
            const auto batch = Get(id);
            REQUIRE(batch);
            if (batch->status() == wire::BATCH_STATUS_APPLIED || batch->status() == wire::BATCH_STATUS_HELD)
                return *batch;
            REQUIRE(std::chrono::steady_clock::now() < until);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
    /// Our id of the Basispoort school.
    std::string SchoolOf(std::int64_t basispoort_id) {
        wire::ListSchoolsRequest request;
        request.set_basispoort_id(basispoort_id);
        const auto found = Call<wire::ListSchoolsResponse>("RosterService/ListSchools", request, kHelpdesk);
        REQUIRE(found);
        return found->items_size() == 1 ? found->items(0).id() : std::string();
    }
    Actor CoordinatorOf(const std::string& school) {
        return {.role = Role::kCoordinator, .school = *SchoolId::Parse(school)};
    }

  private:
    testing::TempDir dir_;
    Config config_;
    metrics::Registry metrics_;
    std::unique_ptr<service::App> app_;
    std::unique_ptr<rpc::Channel> channel_;
};

}  // namespace suite::roster_sync
