-- Martlet beside Prosody 0.12: what to add to /etc/prosody/prosody.cfg.lua.

-- above the first VirtualHost
component_ports = { 5347 }
component_interfaces = { "127.0.0.1" }

-- at the end of the file
Component "social.example.org"
  component_secret = "the secret from Martlet's configuration"

-- Wanted for nodes that are for their owners' contacts: let it see the rosters of its users, and read their blogs
-- in their name where those are followed (XEP-0356; Debian's package prosody-modules).
-- VirtualHost "example.org"
--   modules_enabled = { "privilege" }
--   privileged_entities = { ["social.example.org"] = {
--     roster = "get";
--     iq = { ["http://jabber.org/protocol/pubsub"] = "get";
--            ["http://jabber.org/protocol/pubsub#owner"] = "get";
--            ["http://jabber.org/protocol/disco#items"] = "get"; };
--   } }
-- Component "social.example.org"
--   modules_enabled = { "privilege" }
