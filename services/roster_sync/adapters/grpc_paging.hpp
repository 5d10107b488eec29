// How roster-sync's lists are paged on the wire.
#pragma once

#include <suite/common/v1/common.pb.h>

#include <optional>
#include <vector>

#include "core/paging.hpp"
#include "core/pair_cursor.hpp"
#include "services/roster_sync/app/ports.hpp"

namespace suite::roster_sync {

/// Of a list that comes newest first.
struct TimePage {
    std::optional<ListPlace> before{};
    std::int64_t limit = 0;
};

template <class Request>
[[nodiscard]] Result<TimePage> TimePageOf(const Request& request) {
    SUITE_ASSIGN(const auto limit, PageSize(request.limit()));
    SUITE_ASSIGN(const auto place, DecodePairCursor(request.cursor()));
    TimePage page{.limit = limit};
    if (place) page.before = ListPlace{.at = Instant{std::chrono::milliseconds{place->first}}, .id = place->second};
    return page;
}

/// Cuts the one item off that was asked for too much, and makes the cursor.
template <class Item, class Response>
void FinishTimePage(const TimePage& page, std::vector<Item>& items, const auto& place_of, Response& response) {
    if (std::ssize(items) <= page.limit) return;
    items.resize(static_cast<std::size_t>(page.limit));
    const ListPlace last = place_of(items.back());
    response.set_next_cursor(EncodePairCursor(last.at.time_since_epoch().count(), last.id));
}

[[nodiscard]] inline Result<RejectionCursor> ReadRejectionCursor(const std::string& cursor) {
    SUITE_ASSIGN(const auto place, DecodePairCursor(cursor));
    if (!place) return RejectionCursor{};
    return RejectionCursor{.basispoort_school_id = place->first, .ordinal = place->second};
}

template <class Response>
void FinishRejections(std::int64_t limit, std::vector<ImportRejection>& rejections, Response& response) {
    if (std::ssize(rejections) <= limit) return;
    rejections.resize(static_cast<std::size_t>(limit));
    const auto& last = rejections.back();
    response.set_next_cursor(EncodePairCursor(last.basispoort_school_id, last.ordinal));
}

inline void WriteCsv(std::string csv, common::v1::File& out) {
    out.set_content_type("text/csv; charset=utf-8");
    out.set_file_name("niet-overgenomen.csv");
    out.set_content(std::move(csv));
}

}  // namespace suite::roster_sync
