// `sleutelctl clients` as a command line.
#pragma once

#include <map>

#include "tools/sleutelctl/clients.hpp"

namespace CLI {
class App;
}

namespace suite::sleutelctl {

/// Adds the command to an app, which must live as long.
class ClientsCommand {
  public:
    explicit ClientsCommand(CLI::App& app);
    ClientsCommand(const ClientsCommand&) = delete;
    ClientsCommand& operator=(const ClientsCommand&) = delete;

    /// Whether the parsed command line names it.
    [[nodiscard]] bool Chosen() const;
    /// Exit code: 0, or 1 with what is wrong on standard error. Pre: Chosen().
    [[nodiscard]] int Run() const;

  private:
    CLI::App* Step(const char* name, ClientsAction action, const char* description);

    CLI::App* command_;
    std::map<CLI::App*, ClientsAction> steps_;
    ClientsOptions options_;
};

}  // namespace suite::sleutelctl
