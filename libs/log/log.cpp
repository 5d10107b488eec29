#include "log/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "core/time.hpp"

namespace suite::log {
namespace {

struct State {
    std::string service = "unnamed";
    Level threshold = Level::kInfo;
    std::shared_ptr<spdlog::logger> logger = [] {
        auto made = spdlog::stderr_logger_mt("suite");
        made->set_pattern("%v");
        made->set_level(spdlog::level::trace);  // the threshold is ours: Write() asks before it builds the line
        made->flush_on(spdlog::level::trace);
        return made;
    }();
};

State& GetState() {
    static State state;
    return state;
}

std::string_view Name(Level level) {
    switch (level) {
        case Level::kDebug:
            return "debug";
        case Level::kInfo:
            return "info";
        case Level::kWarning:
            return "warning";
        case Level::kError:
            return "error";
    }
    return "error";
}

}  // namespace

void Start(std::string_view service, Level threshold) {
    GetState().service = service;
    GetState().threshold = threshold;
}

Result<Level> ParseLevel(std::string_view text) {
    for (const auto level : {Level::kDebug, Level::kInfo, Level::kWarning, Level::kError}) {
        if (Name(level) == text) return level;
    }
    return Fail(Code::kInvalidArgument, reason::kInvalidRequest, "log level is debug, info, warning or error");
}

void Write(Level level, std::string_view message, Fields fields) {
    auto& state = GetState();
    if (level < state.threshold) return;
    nlohmann::ordered_json line;
    line["ts"] = FormatInstant(SystemClock{}.Now());
    line["level"] = Name(level);
    line["service"] = state.service;
    line["msg"] = message;
    for (const auto& field : fields) {
        std::visit([&](const auto& value) { line[std::string(field.name)] = value; }, field.value);
    }
    // A stray byte in a field must not throw away the line.
    state.logger->log(spdlog::level::info, line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace suite::log
