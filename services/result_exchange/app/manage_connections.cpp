#include "services/result_exchange/app/manage_connections.hpp"

#include "core/paging.hpp"
#include "core/reasons.hpp"
#include "core/text.hpp"
#include "services/result_exchange/app/access.hpp"

namespace suite::results {
namespace {

ConnectionView ViewOf(const Connection& connection, const Secret& key) {
    const Las* const las = FindLas(connection.las);
    return {.id = connection.id,
            .las = connection.las,
            .las_name = las == nullptr ? connection.las : std::string(las->name),
            .masked_key = MaskKey(key),
            .status = connection.last_pulled_at ? ConnectionStatus::kActive : ConnectionStatus::kNotUsed,
            .created_at = connection.created_at,
            .last_pulled_at = connection.last_pulled_at,
            .waiting = connection.waiting,
            .delivered = connection.delivered};
}

}  // namespace

Result<ConnectionView> ManageConnections::Add(const Actor& actor, const std::string& school_id, const std::string& las,
                                              const std::string& authorisation_key, Deadline deadline) {
    // A malformed id becomes none, which no school has: whoever may not ask is told that, and nothing about the id.
    const auto school = SchoolId::ParseOrNone(school_id);
    SUITE_RETURN_IF_ERROR(MayConnect(actor, school));
    if (FindLas(las) == nullptr) {
        return Fail(Error{.code = Code::kInvalidArgument,
                          .reason = std::string(reason::kLasUnknown),
                          .message = "no such LAS",
                          .fields = {{"/las", "is not a LAS that results can go to"}}});
    }
    SUITE_ASSIGN(const Secret key, CheckKey(authorisation_key));
    Connection connection{.id = ids_.New<ConnectionId>(),
                          .school = school,
                          .las = las,
                          .sealed_key = {},
                          .created_by_role = actor.role,
                          .created_by = actor.person,
                          .created_at = clock_.Now()};
    connection.sealed_key = sealer_.Seal(key, SealedFor(school, connection.id));
    SUITE_RETURN_IF_ERROR(store_.Add(connection, deadline));
    return ViewOf(connection, key);
}

Result<ConnectionPage> ManageConnections::List(const Actor& actor, const std::string& school_id, std::int64_t limit,
                                               const std::string& cursor, Deadline deadline) {
    const auto school = SchoolId::ParseOrNone(school_id);
    SUITE_RETURN_IF_ERROR(MaySeeConnections(actor, school));
    SUITE_ASSIGN(const auto page_size, PageSize(limit));
    const auto page = static_cast<std::size_t>(page_size);
    SUITE_ASSIGN(const auto after, DecodeCursor(cursor));
    if (!cursor.empty() && FindLas(after) == nullptr) return InvalidCursor();
    SUITE_ASSIGN(auto connections, store_.List(school, after, page + 1, deadline));
    ConnectionPage answer;
    if (connections.size() > page) {
        connections.resize(page);
        answer.next_cursor = EncodeCursor(connections.back().las);
    }
    for (const auto& connection : connections) {
        SUITE_ASSIGN(const Secret key, sealer_.Open(connection.sealed_key, SealedFor(school, connection.id)));
        answer.items.push_back(ViewOf(connection, key));
    }
    return answer;
}

}  // namespace suite::results
