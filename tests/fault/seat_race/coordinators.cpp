#include "tests/fault/seat_race/coordinators.hpp"

#include <latch>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/deadline.hpp"
#include "http_client/http_client.hpp"

namespace suite::testing {
namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::minutes kPatience{2};
constexpr std::chrono::milliseconds kPause{20};
constexpr std::chrono::seconds kRequestTime{10};

class Coordinator {
  public:
    Coordinator(const std::string& licence_url, const std::string& token, const std::string& child)
        : licence_url_(licence_url), token_(token), child_(child) {}

    Told Click() {
        Told told;
        const auto seat = Put("/seats/");
        if (seat.status == 200) {
            told.what = Told::What::kSeat;
        } else if (CodeOf(seat) == "seats-exhausted") {
            told.asked = Clock::now();
            const auto place = Put("/waiting/");
            const auto json = Json::parse(place.body, nullptr, /*allow_exceptions=*/false);
            if (place.status == 200 && json.at("position").is_number())
                told.what = Told::What::kPlace;
            else
                told.wrong = place.body;
        } else {
            told.wrong = seat.body;
        }
        told.told = Clock::now();
        return told;
    }

  private:
    http::ClientResponse Put(const char* list) {
        for (; !deadline_.Passed(); std::this_thread::sleep_for(kPause)) {
            const auto answer = client_.Send({.method = "PUT",
                                              .url = licence_url_ + list + child_,
                                              .headers = {{"Authorization", "Bearer " + token_}},
                                              .timeout = kRequestTime});
            if (answer && answer->status != 429 && answer->status < 500) return *answer;
        }
        return {.status = 0, .headers = {}, .body = "no answer that counts in time"};
    }

    static std::string CodeOf(const http::ClientResponse& answer) {
        const auto json = Json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
        return json.is_object() ? json.value("code", "") : "";
    }

    const std::string& licence_url_;
    const std::string& token_;
    const std::string& child_;
    http::Client client_;
    Deadline deadline_ = Deadline::In(kPatience);
};

}  // namespace

std::vector<Told> ClickAtOnce(const std::string& gateway, const std::string& token, const std::string& licence_path,
                              const std::vector<std::string>& children) {
    const auto url = gateway + "/api/v1" + licence_path;
    std::vector<Told> told(children.size());
    std::latch start(static_cast<std::ptrdiff_t>(children.size()));
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < children.size(); ++i) {
        threads.emplace_back([&, i] {
            Coordinator coordinator(url, token, children[i]);
            start.arrive_and_wait();
            told[i] = coordinator.Click();
        });
    }
    threads.clear();  // joins
    return told;
}

}  // namespace suite::testing
