#include "services/gateway/domain/timeline.hpp"

#include "core/text.hpp"

namespace suite::gateway {

TimelinePage MergeNewest(const std::vector<std::vector<TimelineEntry>>& logs, const TimelinePlace& from,
                         std::size_t limit) {
    TimelinePage page;
    std::vector<std::size_t> taken(logs.size(), 0);
    while (page.order.size() < limit) {
        std::optional<std::size_t> newest;
        for (std::size_t i = 0; i < logs.size(); ++i) {
            if (taken[i] == logs[i].size()) continue;
            if (!newest || logs[i][taken[i]].at > logs[*newest][taken[*newest]].at) newest = i;
        }
        if (!newest) break;
        page.order.emplace_back(*newest, taken[*newest]++);
    }
    for (std::size_t i = 0; i < logs.size(); ++i) {
        page.more = page.more || taken[i] < logs[i].size();
        if (taken[i] > 0) {
            page.next.push_back(logs[i][taken[i] - 1].number);
        } else if (!logs[i].empty()) {
            page.next.push_back(logs[i].front().number + 1);
        } else {
            page.next.push_back(from[i] > 0 ? from[i] : 1);
        }
    }
    return page;
}

std::string WritePlace(const TimelinePlace& place) {
    std::string text;
    for (const auto number : place) text.append(text.empty() ? "" : ".").append(std::to_string(number));
    return text;
}

std::optional<TimelinePlace> ReadPlace(std::string_view text, std::size_t logs) {
    TimelinePlace place;
    for (const auto part : Split(text, '.')) {
        const auto number = ParseInteger(part);
        if (!number || *number < 1 || std::to_string(*number) != part) return std::nullopt;
        place.push_back(*number);
    }
    if (place.size() != logs) return std::nullopt;
    return place;
}

}  // namespace suite::gateway
