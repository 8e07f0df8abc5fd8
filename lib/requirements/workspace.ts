/** Facts about a workspace that conditions and placeholders of requirements need. */
export interface WorkspaceProps {
  /**
   * Whether the workspace has a private endpoint. With one, compute instances need TCP 8787 and 18881 as well.
   */
  readonly privateEndpoint: boolean;

  /**
   * Name of the workspace's default storage account, or a reference to it. Fills `<storage>`.
   * @default - none; an error when a requirement needs it
   */
  readonly storageAccountName?: string;

  /**
   * Name of the workspace's container registry, or a reference to it. Fills `<registry>`.
   * @default - none; an error when a requirement needs it
   */
  readonly containerRegistryName?: string;

  /**
   * The workspace's own id, which is a GUID and not its resource id, or a reference to it. Fills `<workspace-id>`.
   * @default - none; an error when a requirement needs it
   */
  readonly workspaceId?: string;

  /**
   * Whether the workspace was made with the `hbi_workspace` flag, so that Azure Batch uses a key vault.
   * @default false
   */
  readonly hbi?: boolean;

  /**
   * Whether Azure Monitor is secured for the workspace (a private link scope), so that the public monitoring
   * endpoints are not needed.
   * @default false
   */
  readonly azureMonitorSecured?: boolean;
}

/** Facts about the compute clusters and compute instances in the subnet. */
export interface ComputeProps {
  /** Whether compute has public IP addresses. They need inbound TCP 44224 and a route of their own. */
  readonly publicIp: boolean;

  /**
   * Whether users connect to running jobs (interactive jobs) with Visual Studio Code. Matters from edition 2026-03-19 on.
   * @default false
   */
  readonly interactiveJobs?: boolean;

  /**
   * Whether package installation uses an index other than the default one of pip. The article asks for
   * `*.pythonhosted.org` in that case only, but the default index serves its files from there too, so leaving it out is a separate
   * decision.
   * @default true
   */
  readonly pythonIndexOverwritten?: boolean;
}
