#include "tests/fault/support/sender.hpp"

#include <nlohmann/json.hpp>
#include <thread>

#include "core/deadline.hpp"
#include "core/reasons.hpp"
#include "http_client/http_client.hpp"

namespace suite::testing {
namespace {

using Json = nlohmann::json;

constexpr std::chrono::minutes kPatience{2};
constexpr std::chrono::milliseconds kPause{10};
constexpr std::chrono::seconds kRequestTime{20};

/// What stays of an answer that counts: below 500, and not 429.
struct Answer {
    int status = 0;
    Json json;
};

class Sender {
  public:
    Sender(const std::string& gateway, const std::string& token)
        : base_(gateway + "/api/v1/roster-batches"), token_(token) {}

    Result<Answer> Send(const std::string& method, const std::string& path, const std::string& body,
                        const std::string& type = "application/json") {
        http::ClientRequest request{.method = method,
                                    .url = base_ + path,
                                    .headers = {{"Authorization", "Bearer " + token_}},
                                    .body = body,
                                    .timeout = kRequestTime};
        if (!body.empty()) request.headers.emplace_back("Content-Type", type);
        for (; !deadline_.Passed(); std::this_thread::sleep_for(kPause)) {
            const auto answer = client_.Send(request);
            if (!answer || answer->status == 429 || answer->status >= 500) continue;
            return Answer{.status = answer->status,
                          .json = Json::parse(answer->body, nullptr, /*allow_exceptions=*/false)};
        }
        return Wrong(method + " " + path + " got no answer that counts in time", {});
    }

    [[nodiscard]] std::unexpected<Error> Wrong(std::string what, const Answer& answer) const {
        if (answer.status != 0) {
            const auto code = answer.json.is_object() ? answer.json.value("code", "") : "";
            what += " was answered " + std::to_string(answer.status) + " " + code;
        }
        return Fail(Code::kInternal, reason::kInternal, std::move(what));
    }

    [[nodiscard]] bool OutOfTime() const { return deadline_.Passed(); }

  private:
    std::string base_;
    std::string token_;
    http::Client client_;
    Deadline deadline_ = Deadline::In(kPatience);
};

Status SendParts(Sender& sender, const std::string& batch, const std::vector<std::string>& parts) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto path = batch + "/parts/" + std::to_string(i + 1);
        SUITE_ASSIGN(const auto answer, sender.Send("PUT", path, parts[i], "application/x-ndjson"));
        if (answer.status != 200) return sender.Wrong("PUT " + path, answer);
    }
    const auto path = batch + "/commit";
    SUITE_ASSIGN(const auto answer, sender.Send("POST", path, Json{{"parts", parts.size()}}.dump()));
    if (answer.status != 202) return sender.Wrong("POST " + path, answer);
    return {};
}

}  // namespace

Status Deliver(const std::string& gateway, const std::string& token, const Delivery& delivery) {
    Sender sender(gateway, token);
    const Json wanted{{"source", "basispoort"}, {"sequence", delivery.sequence}, {"kind", delivery.kind}};
    SUITE_ASSIGN(const auto opened, sender.Send("POST", "", wanted.dump()));
    if (opened.status != 201) return sender.Wrong("POST /roster-batches", opened);
    const auto batch = "/" + opened.json.at("id").get<std::string>();
    SUITE_RETURN_IF_ERROR(SendParts(sender, batch, delivery.parts));
    while (!sender.OutOfTime()) {
        SUITE_ASSIGN(const auto now, sender.Send("GET", batch, ""));
        if (now.status != 200) return sender.Wrong("GET " + batch, now);
        const auto status = now.json.at("status").get<std::string>();
        if (status == "applied") return {};
        if (status == "held" || status == "refused") return sender.Wrong("the batch is " + status, {});
        std::this_thread::sleep_for(kPause);
    }
    return sender.Wrong("the batch is not applied in time", {});
}

}  // namespace suite::testing
