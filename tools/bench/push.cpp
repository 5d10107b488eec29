#include "tools/bench/push.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "compress/gzip.hpp"
#include "core/deadline.hpp"
#include "core/reasons.hpp"
#include "http_client/http_client.hpp"
#include "tools/demo/partner.hpp"

namespace suite::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;
using demo::Partner;

constexpr std::size_t kPartBytes = 8U << 20U;  // unpacked
constexpr std::chrono::minutes kPatience{60};
constexpr std::array kFollowers = {"licence", "pincode", "result-exchange"};

std::unexpected<Error> Wrong(std::string what) { return Fail(Code::kInternal, reason::kInternal, std::move(what)); }

Result<Json> Parse(const Result<std::string>& answer) {
    if (!answer) return std::unexpected(answer.error());
    auto json = Json::parse(*answer, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) return Wrong("an answer is no JSON object");
    return json;
}

/// Of a gauge without labels in Prometheus' text form; 0 when it is not there.
double Gauge(const std::string& text, const std::string& name) {
    const auto at = text.find("\n" + name + " ");
    return at == std::string::npos ? 0 : std::strtod(text.c_str() + at + name.size() + 2, nullptr);
}

}  // namespace

Parts MakeParts(const roster_gen::Generator& generator, std::uint32_t from, std::uint32_t to,
                const std::optional<roster_gen::DeltaOptions>& delta) {
    Parts parts;
    std::string block;
    const auto pack = [&] {
        if (block.empty()) return;
        parts.bytes += block.size();
        parts.gzipped.push_back(compress::Gzip(block));
        block.clear();
    };
    for (std::uint32_t i = from; i < to; ++i) {
        const auto before = parts.records;
        const auto sink = [&](std::string_view line) {
            block.append(line).append("\n");
            ++parts.records;
            if (line.starts_with(R"({"type":"pupil")")) ++parts.pupils;
        };
        if (delta) {
            generator.GenerateSchoolDelta(i, *delta, sink);
        } else {
            generator.GenerateSchool(i, sink);
        }
        if (parts.records > before) ++parts.schools;
        if (block.size() >= kPartBytes) pack();
    }
    pack();
    return parts;
}

Result<Pushed> Pusher::Push(std::int64_t sequence, const std::string& kind, const Parts& parts) {
    SUITE_ASSIGN(auto token, loading_.MachineToken("roster:push"));
    Partner basispoort(suite_.Url(), std::move(token));
    Pushed pushed;
    const auto start = Clock::now();
    const Json wanted{{"source", "basispoort"}, {"sequence", sequence}, {"kind", kind}};
    SUITE_ASSIGN(const auto batch, Parse(basispoort.Send("POST", "/roster-batches", {.content = wanted.dump()})));
    const auto path = "/roster-batches/" + batch.at("id").get<std::string>();
    if (const auto sent = Send(path, parts); !sent) {
        if (sent.error().code != Code::kFailedPrecondition) return std::unexpected(sent.error());
        pushed.refused = sent.error().reason;
        return pushed;
    }
    const Json count{{"parts", parts.gzipped.size()}};
    SUITE_RETURN_IF_ERROR(basispoort.Send("POST", path + "/commit", {.content = count.dump()}));
    pushed.accepted = Clock::now() - start;
    const std::chrono::milliseconds poll{parts.schools <= 1000 ? 50 : kind == "snapshot" ? 500 : 200};
    SUITE_RETURN_IF_ERROR(AwaitApplied(path, poll, pushed));
    pushed.applied = Clock::now() - start;
    SUITE_RETURN_IF_ERROR(AwaitFollowers());
    pushed.followed = Clock::now() - start;
    return pushed;
}

Status Pusher::Send(const std::string& batch, const Parts& parts) const {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    Status first_failure;
    SUITE_ASSIGN(const auto token, loading_.MachineToken("roster:push"));
    const auto send = [&] {
        Partner sender(suite_.Url(), token);
        for (std::size_t i = next++; i < parts.gzipped.size(); i = next++) {
            const auto sent =
                sender.Send("PUT", fmt::format("{}/parts/{}", batch, i + 1),
                            {.content = parts.gzipped[i], .type = "application/x-ndjson", .encoding = "gzip"});
            if (sent) continue;
            next = parts.gzipped.size();
            const std::lock_guard lock(mutex);
            if (first_failure) first_failure = std::unexpected(sent.error());
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < senders_; ++i) threads.emplace_back(send);
    for (auto& thread : threads) thread.join();
    return first_failure;
}

Status Pusher::AwaitApplied(const std::string& batch, std::chrono::milliseconds poll, Pushed& pushed) const {
    SUITE_ASSIGN(auto token, loading_.MachineToken("roster:push"));
    Partner basispoort(suite_.Url(), std::move(token));
    for (const auto deadline = Deadline::In(kPatience); !deadline.Passed(); std::this_thread::sleep_for(poll)) {
        SUITE_ASSIGN(const auto now, Parse(basispoort.Get(batch)));
        const auto status = now.at("status").get<std::string>();
        if (status == "refused" || status == "held") return Wrong("the batch is " + status);
        if (status != "applied") continue;
        for (const auto& counts : now.at("counts")) {
            pushed.rejected += counts.at("rejected").get<std::int64_t>();
            for (const auto* kind : {"added", "changed", "removed"}) pushed.changed += counts.at(kind).get<int>();
        }
        return {};
    }
    return Wrong("the batch was not applied in time");
}

Status Pusher::AwaitFollowers() const {
    SUITE_ASSIGN(const auto newest, databases_.NewestSequence());
    http::Client client;
    const auto deadline = Deadline::In(kPatience);
    for (const auto* follower : kFollowers) {
        while (true) {
            SUITE_ASSIGN(const auto answer, client.Send({.url = suite_.AdminUrl(follower) + "/metrics"}));
            if (Gauge(answer.body, "feed_sequence") >= static_cast<double>(newest)) break;
            if (deadline.Passed()) return Wrong(std::string(follower) + " did not follow in time");
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }
    return {};
}

}  // namespace suite::bench
