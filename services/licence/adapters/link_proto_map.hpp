// Wire ↔ domain for links and their history: total functions, bad input becomes an Error.
#pragma once

#include <suite/licence/v1/link_service.pb.h>

#include "services/licence/app/change_many_links.hpp"
#include "services/licence/app/ports.hpp"
#include "services/licence/app/see_history.hpp"

namespace suite::licence {

/// At most kMostLinkChanges are taken; one more is kept, so that the use case refuses.
[[nodiscard]] ManyLinks ReadManyLinks(const v1::ChangeLinksRequest& request);
/// invalid-request for what is no day, and for a group and a pupil at once. An id that is none of ours matches nothing.
[[nodiscard]] Result<HistoryFilter> ReadFilter(const v1::ListHistoryRequest& request);
/// nullopt for an empty text; invalid-request for what is no day.
[[nodiscard]] Result<std::optional<Date>> ReadDay(const char* parameter, const std::string& text);

[[nodiscard]] v1::LinkHow ToWire(How how);
void Write(const LinkOrigin& origin, v1::DoneBy& out);
void Write(const PupilLink& link, v1::LinkedPupil& out);
void Write(const LinkReport& report, v1::LinkReport& out);
void Write(const HistoryView& view, v1::HistoryEntry& out);
void Write(const AccessOnDay& access, v1::LicenceAccess& out);

}  // namespace suite::licence
