// SOCI without Boost. Debian built SOCI with it and says so in soci-config.h, yet libsoci-dev does not bring its
// headers; they only add exchange of tuples and boost::optional, all of it templates, so the library is the same
// without.
#pragma once

#include <soci/soci-config.h>
#undef SOCI_HAVE_BOOST
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
