// sleutelctl: manages clients (machines, the helpdesk's members) and checks audit logs; starts the suite on this
// machine, hands out tokens and makes certificates for development.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "core/time.hpp"
#include "lifecycle/signals.hpp"
#include "tools/sleutelctl/audit.hpp"
#include "tools/sleutelctl/certs.hpp"
#include "tools/sleutelctl/clients_command.hpp"
#include "tools/sleutelctl/token.hpp"
#include "tools/sleutelctl/up.hpp"

namespace {

int Failed(const suite::Error& error) {
    std::cerr << "sleutelctl: " << error.message << '\n';
    return EXIT_FAILURE;
}

void AddDatabase(CLI::App& command, suite::sleutelctl::AuditOptions& options) {
    command.add_option("--database", options.database, "sqlite:/path or postgresql://..., of one service")->required();
    command.add_option("--schema", options.schema, "PostgreSQL: gateway, roster_sync, licence or result_exchange");
}

}  // namespace

int main(int argc, char** argv) {
    suite::lifecycle::BlockSignals();
    CLI::App app{
        "Sleutelbos: `clients` manages who gets tokens, `audit` checks logs. On this machine: `up` runs it, `token` "
        "lets you in, `certs` makes certificates."};
    app.require_subcommand(1);

    suite::sleutelctl::UpOptions up;
    auto* up_command = app.add_subcommand("up", "Run the whole suite in the foreground until Ctrl-C");
    up_command->add_option("--port", up.port, "Of the gateway on 127.0.0.1; 0: a free one")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    up_command->add_option("--data", up.data, "Databases, logs and secrets; the next run goes on with them")
        ->capture_default_str();
    up_command->add_flag("--empty", up.empty, "No demonstration");
    up_command->add_option("--postgres", up.postgres_url,
                           "postgresql://...: all services there, a schema each; else SQLite");
    up_command
        ->add_option("--basispoort", up.basispoort_roster,
                     "NDJSON that a stand-in for Basispoort serves; else the demonstration's")
        ->check(CLI::ExistingFile);
    up_command->add_flag("--mutual-tls", up.mutual_tls, "Between the processes, instead of unix sockets");
    up_command->add_option("--log-level", up.log_level, "Of the services")
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}))
        ->capture_default_str();

    suite::sleutelctl::TokenOptions token;
    auto* token_command = app.add_subcommand("token", "Print a bearer token for development");
    token_command->add_option("--role", token.role, "coordinator, teacher or helpdesk")
        ->required()
        ->check(CLI::IsMember({"coordinator", "teacher", "helpdesk"}));
    token_command->add_option("--school", token.school,
                              "Our id, bp:NUMBER of Basispoort, or BRIN and location like 99XX00");
    token_command->add_option("--person", token.person, "Our id or bp:NUMBER of Basispoort; a teacher needs one");
    token_command
        ->add_option("--member", token.member, "Of the helpdesk: a client that has its secret in DATA/dev-clients.json")
        ->capture_default_str();
    token_command->add_option("--data", token.data, "That of ./run")->capture_default_str();
    token_command->add_option("--url", token.url, "Gateway to ask; else that of the run on --data");
    token_command->add_option("--hours", token.hours, "How long it is valid, else 8; the helpdesk's always ten minutes")
        ->check(CLI::Range(1, suite::sleutelctl::kMaxTokenHours));

    suite::sleutelctl::CertsOptions certs;
    auto* certs_command = app.add_subcommand("certs", "Make a development CA and certificates for mutual TLS");
    certs_command->add_option("folder", certs.folder, "Where ca.pem, NAME.pem and NAME.key go; good ones stay")
        ->required();
    certs_command->add_option("names", certs.names, "Of servers and clients, as basispoort roster-sync")->required();

    suite::sleutelctl::AuditOptions audit;
    auto* audit_command =
        app.add_subcommand("audit", "Check the audit log in a service's database, and end the term of old entries");
    audit_command->require_subcommand(1);
    auto* verify_command = audit_command->add_subcommand("verify", "Walk every school's chain; 1 when one is broken");
    AddDatabase(*verify_command, audit);
    verify_command->add_option("--school", audit.school, "Only this one: our id, or publisher");
    verify_command->add_option("--heads", audit.heads, "What `audit head` printed once: is all of it still there?")
        ->check(CLI::ExistingFile);
    auto* head_command = audit_command->add_subcommand("head", "Print each chain's newest entry, to be kept elsewhere");
    AddDatabase(*head_command, audit);
    auto* drop_command = audit_command->add_subcommand(
        "drop", "Delete old entries for good; each chain keeps an entry that says so. Services may run meanwhile");
    AddDatabase(*drop_command, audit);
    drop_command->add_option("--before", audit.before, "YYYY-MM-DD: entries of earlier days go")->required();
    suite::sleutelctl::ClientsCommand clients(app);
    CLI11_PARSE(app, argc, argv);

    if (*up_command) return suite::sleutelctl::Up(up);
    if (clients.Chosen()) return clients.Run();
    if (*certs_command) return suite::sleutelctl::MakeCerts(certs);
    if (*verify_command) {
        const auto whole = suite::sleutelctl::VerifyAudit(audit, std::cout);
        if (!whole) return Failed(whole.error());
        return *whole ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    if (*drop_command) {
        const auto dropped = suite::sleutelctl::DropEntries(audit, suite::SystemClock(), std::cout);
        if (!dropped) return Failed(dropped.error());
        return *dropped ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    if (*head_command) {
        const auto printed = suite::sleutelctl::PrintHeads(audit, std::cout);
        return printed ? EXIT_SUCCESS : Failed(printed.error());
    }
    const auto made = suite::sleutelctl::MakeToken(token);
    if (!made) return Failed(made.error());
    std::cout << *made << '\n';
    return EXIT_SUCCESS;
}
