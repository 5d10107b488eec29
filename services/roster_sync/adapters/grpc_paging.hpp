// How roster-sync's lists are paged on the wire.
#pragma once

#include <suite/common/v1/common.pb.h>

#include <optional>
#include <vector>

#include "core/paging.hpp"
#include "services/roster_sync/app/ports.hpp"

namespace suite::roster_sync {

/// Lists that come newest first: the cursor is the time of the last item.
struct TimePage {
    std::optional<Instant> before{};
    std::int64_t limit = 0;
};

template <class Request>
[[nodiscard]] Result<TimePage> TimePageOf(const Request& request) {
    SUITE_ASSIGN(const auto limit, PageSize(request.limit()));
    SUITE_ASSIGN(const auto before, DecodeNumberCursor(request.cursor()));
    TimePage page{.limit = limit};
    if (before > 0) page.before = Instant{std::chrono::milliseconds{before}};
    return page;
}

/// Cuts the one item off that was asked for too much, and makes the cursor.
template <class Item, class Response>
void FinishTimePage(const TimePage& page, std::vector<Item>& items, const auto& time_of, Response& response) {
    if (std::ssize(items) <= page.limit) return;
    items.resize(static_cast<std::size_t>(page.limit));
    response.set_next_cursor(EncodeCursor(std::to_string(time_of(items.back()).time_since_epoch().count())));
}

/// "school ordinal"
[[nodiscard]] inline Result<RejectionCursor> ReadRejectionCursor(const std::string& cursor) {
    if (cursor.empty()) return RejectionCursor{};
    SUITE_ASSIGN(const auto key, DecodeCursor(cursor));
    const auto parts = Split(key, ' ');
    const auto school = ParseInteger(parts.front());
    const auto ordinal = parts.size() == 2 ? ParseInteger(parts[1]) : std::nullopt;
    if (!school || !ordinal) return InvalidCursor();
    return RejectionCursor{.basispoort_school_id = *school, .ordinal = *ordinal};
}

template <class Response>
void FinishRejections(std::int64_t limit, std::vector<ImportRejection>& rejections, Response& response) {
    if (std::ssize(rejections) <= limit) return;
    rejections.resize(static_cast<std::size_t>(limit));
    const auto& last = rejections.back();
    response.set_next_cursor(
        EncodeCursor(std::to_string(last.basispoort_school_id) + " " + std::to_string(last.ordinal)));
}

inline void WriteCsv(std::string csv, common::v1::File& out) {
    out.set_content_type("text/csv; charset=utf-8");
    out.set_file_name("niet-overgenomen.csv");
    out.set_content(std::move(csv));
}

}  // namespace suite::roster_sync
