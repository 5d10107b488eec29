// One timeline made of several logs, newest first: pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace suite::gateway {

/// Where to go on in each log: with numbers below this; 0 from the newest.
using TimelinePlace = std::vector<std::int64_t>;

struct TimelineEntry {
    std::int64_t number = 0;  // falls within a log's page
    std::string at;           // RFC 3339 in UTC with milliseconds, so that texts compare as moments do
};

struct TimelinePage {
    std::vector<std::pair<std::size_t, std::size_t>> order;  // log, index within its page
    TimelinePlace next;                                      // after this page
    bool more = false;
};

/// The newest `limit` of the logs' pages. Each page begins at its log's place in `from` and is longer than `limit` when
/// the log goes on. What a log gets between two pages comes into no later page: it is newer than what was shown.
[[nodiscard]] TimelinePage MergeNewest(const std::vector<std::vector<TimelineEntry>>& logs, const TimelinePlace& from,
                                       std::size_t limit);

/// "12.5.1": a place as a cursor's text.
[[nodiscard]] std::string WritePlace(const TimelinePlace& place);
/// nullopt for what WritePlace did not make for so many logs.
[[nodiscard]] std::optional<TimelinePlace> ReadPlace(std::string_view text, std::size_t logs);

}  // namespace suite::gateway
