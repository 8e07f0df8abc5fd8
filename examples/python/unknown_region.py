"""Shows how the library refuses an argument: the region does not exist."""

from cdktf_azureml_network import Cloud, ComputeProps, Edition, MachineLearning, WorkspaceProps

try:
    MachineLearning.requirements(
        cloud=Cloud.PUBLIC,
        region="westus22",
        edition=Edition.E2026_03_19,
        workspace=WorkspaceProps(private_endpoint=True),
        compute=ComputeProps(public_ip=False),
        scenarios=[],
    )
except RuntimeError as error:
    print(error)
