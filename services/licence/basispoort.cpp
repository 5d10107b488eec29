#include "services/licence/basispoort.hpp"

#include "crypto/crypto.hpp"
#include "crypto/secret_file.hpp"
#include "log/log.hpp"
#include "services/licence/adapters/hosted_lika_client.hpp"
#include "services/licence/adapters/sql_users.hpp"

namespace suite::licence {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr minutes kWatchCalendar{1};
constexpr seconds kLookBack{5};  // at the latest; each list has its own interval
// A week of attempts: what is parked after that, the night's sweep says anew.
constexpr outbox::RetryRule kForLong{.backoff = {.first = seconds(2), .longest = minutes(5)}, .max_attempts = 2000};

}  // namespace

Result<std::unique_ptr<HostedLika>> MakeHostedLika(const Config& config) {
    if (!config.HasBasispoort()) return std::unique_ptr<HostedLika>();
    SUITE_RETURN_IF_ERROR(crypto::CheckSecretFile(config.basispoort_key, "key"));
    SUITE_ASSIGN(auto client, HostedLikaClient::Make({.url = config.basispoort_url,
                                                      .publisher = config.basispoort_publisher,
                                                      .tls = {.ca_file = config.basispoort_ca,
                                                              .certificate_file = config.basispoort_certificate,
                                                              .key_file = config.basispoort_key}}));
    return std::unique_ptr<HostedLika>(std::move(client));
}

Basispoort::Basispoort(const Config& config, std::unique_ptr<HostedLika> lika, sql::Database& database,
                       LicenceStore& store, const Clock& clock, metrics::Registry& metrics)
    : metrics_(metrics),
      lika_(std::move(lika)),
      push_users_(store, *lika_, clock),
      push_catalogue_(store, *lika_, clock),
      read_back_(store, *lika_, clock,
                 {.interval = seconds(config.basispoort_read_seconds),
                  .compare_hour = static_cast<int>(config.basispoort_compare_hour)}),
      sweep_(store, clock),
      outbox_(database, clock, metrics, {.retry = kForLong, .workers = 4, .random_below = &crypto::RandomBelow},
              {{std::string(kUsersTopic), [this](const outbox::Message& message,
                                                 Deadline deadline) { return push_users_(message.school, deadline); }},
               {std::string(kCatalogueTopic),
                [this](const outbox::Message& /*message*/, Deadline deadline) {
                    auto pushed = push_catalogue_(deadline);
                    outbox_.Notify();  // schools may have been told
                    return pushed;
                }},
               {std::string(kRepairTopic),
                [this](const outbox::Message& message, Deadline deadline) {
                    return read_back_.Repair(message.payload, deadline);
                }}}),
      reader_("reading Basispoort's lists",
              std::min<std::chrono::milliseconds>(kLookBack, seconds(config.basispoort_read_seconds)),
              [this](const Worker::Pause& /*pause*/) { return LookBack(); }),
      sweeper_("watching the calendar", kWatchCalendar, [this](const Worker::Pause& /*pause*/) -> Result<bool> {
          SUITE_ASSIGN(const bool swept, sweep_());
          if (swept) outbox_.Notify();
          return false;
      }) {}

void Basispoort::Start() {
    outbox_.Start();
    reader_.Start();
    sweeper_.Start();
}

void Basispoort::Stop() {
    sweeper_.Stop();
    reader_.Stop();
    outbox_.Stop();
}

Result<bool> Basispoort::LookBack() {
    SUITE_ASSIGN(const auto report, read_back_());
    if (report.lists == 0) return false;
    const auto count = [&](const char* outcome, std::int64_t number) {
        if (number == 0) return;
        metrics_.Count("basispoort_users_total", "Users found, or not, in Basispoort's lists", {{"outcome", outcome}},
                       static_cast<double>(number));
    };
    count("visible", report.visible);
    count("dropped", report.dropped);
    count("lost", report.lost);
    count("stranger", report.strangers);
    if (report.compared > 0) {
        metrics_.Set("basispoort_strangers_held",
                     "Users in Basispoort's lists that are not ours, left for a person to judge", {},
                     static_cast<double>(report.held));
    }
    log::Info("read Basispoort's lists", {{"lists", report.lists},
                                          {"visible", report.visible},
                                          {"dropped", report.dropped},
                                          {"lost", report.lost},
                                          {"strangers", report.strangers},
                                          {"held", report.held}});
    return false;
}

}  // namespace suite::licence
