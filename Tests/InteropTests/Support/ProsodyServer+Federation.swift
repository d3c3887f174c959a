import TestSupport

/// What a Prosody needs that talks to another server.
extension ProsodyServer {
  static func modules(_ home: Home) -> String {
    home.s2s == nil ? "" : #", "dialback", "neighbour""#
  }

  static func options(_ home: Home) -> String {
    guard let s2s = home.s2s else {
      return """
        modules_disabled = { "s2s" }
        storage = "internal"
        """
    }
    return """
      s2s_interfaces = { "127.0.0.1" }
      s2s_ports = { \(s2s.port) }
      s2s_direct_tls_ports = {}
      s2s_require_encryption = false
      s2s_secure_auth = false
      neighbour = { "\(s2s.neighbour)", \(s2s.neighbourPort) }
      storage = { pep_data = "quick"; pubsub_data = "quick" }
      pep_max_items = 10000
      pubsub_max_items = 10000
      """
  }

  static func hosts(_ home: Home) -> String {
    guard home.s2s != nil else { return "" }
    return """
      VirtualHost "\(home.domain)"
        modules_enabled = { "pep", "privilege" }
        privileged_entities = { ["\(home.component)"] = {
          roster = "get"; message = "outgoing"; presence = "roster";
          iq = { ["http://jabber.org/protocol/pubsub"] = "get";
                 ["http://jabber.org/protocol/pubsub#owner"] = "get";
                 ["http://jabber.org/protocol/disco#items"] = "get"; }; } }
      Component "\(home.component)"
        modules_enabled = { "privilege" }
      Component "\(home.pubsub)" "pubsub"
        modules_enabled = { "creators" }
      """
  }

  static func writePlugins(_ home: Home, in folder: TemporaryFolder) throws {
    guard home.s2s != nil else { return }
    try folder.write("plugins/mod_neighbour.lua", neighbour)
    try folder.write("plugins/mod_creators.lua", creators)
    try folder.write("plugins/mod_storage_quick.lua", storage)
  }

  /// Debian has no mod_s2soutinjection. Where nobody is known to be, nobody listens.
  private static let neighbour = """
    module:set_global();
    local basic = require "net.resolvers.basic";
    local neighbour = module:get_option_array("neighbour");
    local domain, port = neighbour[1], neighbour[2];
    require "net.resolvers.service".new = function (host, _, kind, extra)
      local known = ("." .. host):sub(-#domain - 1) == "." .. domain;
      return basic.new("127.0.0.1", known and port or 1, kind, extra);
    end
    """

  /// By itself mod_pubsub lets nobody but administrators create nodes, who then own all of them.
  private static let creators = """
    local jid = require "util.jid";
    local config = module:depends("pubsub").get_service().config;
    local known, home = config.get_affiliation, module.host:match("%.(.+)");
    function config.get_affiliation(who, node, action)
      if action == "create" and jid.host(who) == home then return "owner"; end
      return known(who, node, action);
    end
    """

  /// Items in memory, in files while the server is stopped: `internal` reads and writes the whole node
  /// for each item, so that 500 of them take more than a minute.
  private static let storage = """
    local files, st = require "util.datamanager", require "util.stanza";
    local host, opened = module.host, {};
    local archive = {};
    archive.__index = archive;

    local function map(list, change)
      for i, item in ipairs(list) do
        list[i] = { key = item.key, when = item.when, with = item.with, value = change(item.value) };
      end
      return list;
    end

    -- A pubsub service has no user.
    function archive:list(user)
      local owner = user or "";
      self.lists[owner] = self.lists[owner]
        or map(files.list_load(user, host, self.store) or {}, st.deserialize);
      return self.lists[owner];
    end

    function archive:append(user, key, value, when, with)
      self:delete(user, { key = key });
      table.insert(self:list(user), { key = key, value = value, when = when, with = with });
      return key;
    end

    function archive:delete(user, query)
      local list = self:list(user);
      for i = #list, 1, -1 do
        if not query or list[i].key == query.key then table.remove(list, i); end
      end
      while query and query.truncate and #list > query.truncate do table.remove(list, 1); end
      return true;
    end

    -- Newest first: pubsub asks for no other order.
    function archive:find(user, query)
      local list, i, left = self:list(user), nil, query.limit;
      i = #list + 1;
      return function ()
        repeat i = i - 1; until not list[i] or (query.key or list[i].key) == list[i].key;
        left = left - 1;
        local item = left >= 0 and list[i];
        if item then return item.key, item.value, item.when, item.with; end
      end
    end

    local driver = {};
    function driver:open(store)
      opened[store] = opened[store] or setmetatable({ store = store, lists = {} }, archive);
      return opened[store];
    end
    function driver:purge() return true; end

    module:hook_global("server-cleanup", function ()
      for store, each in pairs(opened) do
        for user, list in pairs(each.lists) do
          files.list_store(user ~= "" and user or nil, host, store, map(list, st.preserialize));
        end
      end
    end);
    module:provides("storage", driver);
    """
}
