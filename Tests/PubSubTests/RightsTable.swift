@testable import PubSub

/// The whole table of rights, cell by cell, as XEP-0060 reads in sections 4.1, 4.5 and 16.4.4.
///
/// One letter for each action that is allowed, in the order d(iscover) s(ubscribe) r(etrieve) p(ublish) o(wn: retract)
/// a(ny: retract) u(purge) c(onfigure) x(delete) m(anage); `-` if not. The columns are the publish models:
/// publishers, subscribers, open. The relations: a stranger to the owner; a contact who sees the owner's presence;
/// one in a group that the node names; a stranger who is subscribed, or whose request is pending; somebody who is
/// all of that.
enum RightsTable {
  static let publishModels: [PublishModel] = [.publishers, .subscribers, .open]

  static let text: [(access: AccessModel, lines: String)] = [
    (
      .open,
      """
      owner         stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         contact     dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         in-group    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         subscribed  dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         pending     dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         all         dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      publisher     stranger    dsrpo-----  dsrpo-----  dsrpo-----
      publisher     contact     dsrpo-----  dsrpo-----  dsrpo-----
      publisher     in-group    dsrpo-----  dsrpo-----  dsrpo-----
      publisher     subscribed  dsrpo-----  dsrpo-----  dsrpo-----
      publisher     pending     dsrpo-----  dsrpo-----  dsrpo-----
      publisher     all         dsrpo-----  dsrpo-----  dsrpo-----
      publish-only  stranger    d--po-----  d--po-----  d--po-----
      publish-only  contact     d--po-----  d--po-----  d--po-----
      publish-only  in-group    d--po-----  d--po-----  d--po-----
      publish-only  subscribed  d--po-----  d--po-----  d--po-----
      publish-only  pending     d--po-----  d--po-----  d--po-----
      publish-only  all         d--po-----  d--po-----  d--po-----
      member        stranger    dsr-------  dsr-------  dsrpo-----
      member        contact     dsr-------  dsr-------  dsrpo-----
      member        in-group    dsr-------  dsr-------  dsrpo-----
      member        subscribed  dsr-------  dsrpo-----  dsrpo-----
      member        pending     dsr-------  dsr-------  dsrpo-----
      member        all         dsr-------  dsrpo-----  dsrpo-----
      none          stranger    dsr-------  dsr-------  dsrpo-----
      none          contact     dsr-------  dsr-------  dsrpo-----
      none          in-group    dsr-------  dsr-------  dsrpo-----
      none          subscribed  dsr-------  dsrpo-----  dsrpo-----
      none          pending     dsr-------  dsr-------  dsrpo-----
      none          all         dsr-------  dsrpo-----  dsrpo-----
      outcast       stranger    ----------  ----------  ----------
      outcast       contact     ----------  ----------  ----------
      outcast       in-group    ----------  ----------  ----------
      outcast       subscribed  ----------  ----------  ----------
      outcast       pending     ----------  ----------  ----------
      outcast       all         ----------  ----------  ----------
      public        stranger    dsr-------  dsr-------  dsr-------
      admin         stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      admin-banned  stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      """
    ),
    (
      .presence,
      """
      owner         stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         contact     dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         in-group    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         subscribed  dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         pending     dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         all         dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      publisher     stranger    dsrpo-----  dsrpo-----  dsrpo-----
      publisher     contact     dsrpo-----  dsrpo-----  dsrpo-----
      publisher     in-group    dsrpo-----  dsrpo-----  dsrpo-----
      publisher     subscribed  dsrpo-----  dsrpo-----  dsrpo-----
      publisher     pending     dsrpo-----  dsrpo-----  dsrpo-----
      publisher     all         dsrpo-----  dsrpo-----  dsrpo-----
      publish-only  stranger    d--po-----  d--po-----  d--po-----
      publish-only  contact     d--po-----  d--po-----  d--po-----
      publish-only  in-group    d--po-----  d--po-----  d--po-----
      publish-only  subscribed  d--po-----  d--po-----  d--po-----
      publish-only  pending     d--po-----  d--po-----  d--po-----
      publish-only  all         d--po-----  d--po-----  d--po-----
      member        stranger    dsr-------  dsr-------  dsrpo-----
      member        contact     dsr-------  dsr-------  dsrpo-----
      member        in-group    dsr-------  dsr-------  dsrpo-----
      member        subscribed  dsr-------  dsrpo-----  dsrpo-----
      member        pending     dsr-------  dsr-------  dsrpo-----
      member        all         dsr-------  dsrpo-----  dsrpo-----
      none          stranger    ----------  ----------  ---po-----
      none          contact     dsr-------  dsr-------  dsrpo-----
      none          in-group    dsr-------  dsr-------  dsrpo-----
      none          subscribed  ----------  ----------  ---po-----
      none          pending     ----------  ----------  ---po-----
      none          all         dsr-------  dsrpo-----  dsrpo-----
      outcast       stranger    ----------  ----------  ----------
      outcast       contact     ----------  ----------  ----------
      outcast       in-group    ----------  ----------  ----------
      outcast       subscribed  ----------  ----------  ----------
      outcast       pending     ----------  ----------  ----------
      outcast       all         ----------  ----------  ----------
      public        stranger    ----------  ----------  ----------
      admin         stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      admin-banned  stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      """
    ),
    (
      .roster,
      """
      owner         stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         contact     dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         in-group    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         subscribed  dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         pending     dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         all         dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      publisher     stranger    dsrpo-----  dsrpo-----  dsrpo-----
      publisher     contact     dsrpo-----  dsrpo-----  dsrpo-----
      publisher     in-group    dsrpo-----  dsrpo-----  dsrpo-----
      publisher     subscribed  dsrpo-----  dsrpo-----  dsrpo-----
      publisher     pending     dsrpo-----  dsrpo-----  dsrpo-----
      publisher     all         dsrpo-----  dsrpo-----  dsrpo-----
      publish-only  stranger    d--po-----  d--po-----  d--po-----
      publish-only  contact     d--po-----  d--po-----  d--po-----
      publish-only  in-group    d--po-----  d--po-----  d--po-----
      publish-only  subscribed  d--po-----  d--po-----  d--po-----
      publish-only  pending     d--po-----  d--po-----  d--po-----
      publish-only  all         d--po-----  d--po-----  d--po-----
      member        stranger    dsr-------  dsr-------  dsrpo-----
      member        contact     dsr-------  dsr-------  dsrpo-----
      member        in-group    dsr-------  dsr-------  dsrpo-----
      member        subscribed  dsr-------  dsrpo-----  dsrpo-----
      member        pending     dsr-------  dsr-------  dsrpo-----
      member        all         dsr-------  dsrpo-----  dsrpo-----
      none          stranger    ----------  ----------  ---po-----
      none          contact     ----------  ----------  ---po-----
      none          in-group    dsr-------  dsr-------  dsrpo-----
      none          subscribed  ----------  ----------  ---po-----
      none          pending     ----------  ----------  ---po-----
      none          all         dsr-------  dsrpo-----  dsrpo-----
      outcast       stranger    ----------  ----------  ----------
      outcast       contact     ----------  ----------  ----------
      outcast       in-group    ----------  ----------  ----------
      outcast       subscribed  ----------  ----------  ----------
      outcast       pending     ----------  ----------  ----------
      outcast       all         ----------  ----------  ----------
      public        stranger    ----------  ----------  ----------
      admin         stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      admin-banned  stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      """
    ),
    (
      .authorize,
      """
      owner         stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         contact     dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         in-group    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         subscribed  dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         pending     dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         all         dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      publisher     stranger    dsrpo-----  dsrpo-----  dsrpo-----
      publisher     contact     dsrpo-----  dsrpo-----  dsrpo-----
      publisher     in-group    dsrpo-----  dsrpo-----  dsrpo-----
      publisher     subscribed  dsrpo-----  dsrpo-----  dsrpo-----
      publisher     pending     dsrpo-----  dsrpo-----  dsrpo-----
      publisher     all         dsrpo-----  dsrpo-----  dsrpo-----
      publish-only  stranger    d--po-----  d--po-----  d--po-----
      publish-only  contact     d--po-----  d--po-----  d--po-----
      publish-only  in-group    d--po-----  d--po-----  d--po-----
      publish-only  subscribed  d--po-----  d--po-----  d--po-----
      publish-only  pending     d--po-----  d--po-----  d--po-----
      publish-only  all         d--po-----  d--po-----  d--po-----
      member        stranger    dsr-------  dsr-------  dsrpo-----
      member        contact     dsr-------  dsr-------  dsrpo-----
      member        in-group    dsr-------  dsr-------  dsrpo-----
      member        subscribed  dsr-------  dsrpo-----  dsrpo-----
      member        pending     dsr-------  dsr-------  dsrpo-----
      member        all         dsr-------  dsrpo-----  dsrpo-----
      none          stranger    ds--------  ds--------  ds-po-----
      none          contact     ds--------  ds--------  ds-po-----
      none          in-group    ds--------  ds--------  ds-po-----
      none          subscribed  dsr-------  dsrpo-----  dsrpo-----
      none          pending     ds--------  ds--------  ds-po-----
      none          all         dsr-------  dsrpo-----  dsrpo-----
      outcast       stranger    ----------  ----------  ----------
      outcast       contact     ----------  ----------  ----------
      outcast       in-group    ----------  ----------  ----------
      outcast       subscribed  ----------  ----------  ----------
      outcast       pending     ----------  ----------  ----------
      outcast       all         ----------  ----------  ----------
      public        stranger    ds--------  ds--------  ds--------
      admin         stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      admin-banned  stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      """
    ),
    (
      .whitelist,
      """
      owner         stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         contact     dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         in-group    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         subscribed  dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         pending     dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      owner         all         dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      publisher     stranger    dsrpo-----  dsrpo-----  dsrpo-----
      publisher     contact     dsrpo-----  dsrpo-----  dsrpo-----
      publisher     in-group    dsrpo-----  dsrpo-----  dsrpo-----
      publisher     subscribed  dsrpo-----  dsrpo-----  dsrpo-----
      publisher     pending     dsrpo-----  dsrpo-----  dsrpo-----
      publisher     all         dsrpo-----  dsrpo-----  dsrpo-----
      publish-only  stranger    d--po-----  d--po-----  d--po-----
      publish-only  contact     d--po-----  d--po-----  d--po-----
      publish-only  in-group    d--po-----  d--po-----  d--po-----
      publish-only  subscribed  d--po-----  d--po-----  d--po-----
      publish-only  pending     d--po-----  d--po-----  d--po-----
      publish-only  all         d--po-----  d--po-----  d--po-----
      member        stranger    dsr-------  dsr-------  dsrpo-----
      member        contact     dsr-------  dsr-------  dsrpo-----
      member        in-group    dsr-------  dsr-------  dsrpo-----
      member        subscribed  dsr-------  dsrpo-----  dsrpo-----
      member        pending     dsr-------  dsr-------  dsrpo-----
      member        all         dsr-------  dsrpo-----  dsrpo-----
      none          stranger    ----------  ----------  ---po-----
      none          contact     ----------  ----------  ---po-----
      none          in-group    ----------  ----------  ---po-----
      none          subscribed  ----------  ----------  ---po-----
      none          pending     ----------  ----------  ---po-----
      none          all         ----------  ----------  ---po-----
      outcast       stranger    ----------  ----------  ----------
      outcast       contact     ----------  ----------  ----------
      outcast       in-group    ----------  ----------  ----------
      outcast       subscribed  ----------  ----------  ----------
      outcast       pending     ----------  ----------  ----------
      outcast       all         ----------  ----------  ----------
      public        stranger    ----------  ----------  ----------
      admin         stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      admin-banned  stranger    dsrpoaucxm  dsrpoaucxm  dsrpoaucxm
      """
    ),
  ]
}
