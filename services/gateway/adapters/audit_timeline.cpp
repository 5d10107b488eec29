#include "services/gateway/adapters/audit_timeline.hpp"

#include <suite/roster/v1/roster_service.pb.h>

#include "audit/source.hpp"
#include "core/paging.hpp"
#include "services/gateway/domain/timeline.hpp"

namespace suite::gateway {

using audit::v1::ListSourceEntriesRequest;
using audit::v1::ListSourceEntriesResponse;

AuditTimeline::AuditTimeline(sql::Database& own, const rpc::Channel& roster_sync, const rpc::Channel& licence,
                             const rpc::Channel& results)
    : roster_sync_(roster_sync) {
    logs_.emplace_back([&own](const ListSourceEntriesRequest& request, ListSourceEntriesResponse& response,
                              const rpc::CallOptions& options) {
        return audit::ListEntries(own, "gateway", options.actor, request, response, options.deadline);
    });
    for (const auto* channel : {&roster_sync, &licence, &results}) {
        logs_.emplace_back([channel](const ListSourceEntriesRequest& request, ListSourceEntriesResponse& response,
                                     const rpc::CallOptions& options) {
            return channel->Call("/suite.audit.v1.AuditSourceService/ListSourceEntries", request, response, options);
        });
    }
}

Status AuditTimeline::CheckSchool(const std::string& school_id, const rpc::CallOptions& options) const {
    roster::v1::GetSchoolRequest asked;
    asked.set_school_id(school_id);
    roster::v1::School school;
    return roster_sync_.Call("/suite.roster.v1.RosterService/GetSchool", asked, school, options);
}

Status AuditTimeline::List(const audit::v1::ListAuditEntriesRequest& request,
                           audit::v1::ListAuditEntriesResponse& response, const rpc::CallOptions& options) const {
    SUITE_ASSIGN(const auto limit, PageSize(request.limit()));
    SUITE_ASSIGN(const auto cursor, DecodeCursor(request.cursor()));
    TimelinePlace from(logs_.size(), 0);
    if (!cursor.empty()) {
        const auto place = ReadPlace(cursor, logs_.size());
        if (!place) return InvalidCursor();
        from = *place;
    }
    std::vector<ListSourceEntriesResponse> answers(logs_.size());
    std::vector<std::vector<TimelineEntry>> pages(logs_.size());
    for (std::size_t i = 0; i < logs_.size(); ++i) {
        ListSourceEntriesRequest asked;
        asked.set_school_id(request.school_id());
        asked.set_from(request.from());
        asked.set_until(request.until());
        asked.set_operation(request.operation());
        asked.set_limit(static_cast<std::int32_t>(limit + 1));
        asked.set_before(from[i]);
        SUITE_RETURN_IF_ERROR(logs_[i](asked, answers[i], options));
        for (const auto& item : answers[i].items()) pages[i].push_back({.number = item.number(), .at = item.at()});
    }
    const auto page = MergeNewest(pages, from, static_cast<std::size_t>(limit));
    for (const auto& [log, index] : page.order)
        response.add_items()->Swap(answers[log].mutable_items(static_cast<int>(index)));
    if (page.more) response.set_next_cursor(EncodeCursor(WritePlace(page.next)));
    // Nothing at all may be a school that never was. One that has left keeps its log.
    return response.items().empty() ? CheckSchool(request.school_id(), options) : Status{};
}

}  // namespace suite::gateway
