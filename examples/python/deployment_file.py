"""Synthesizes a deployment file: python deployment_file.py PATH"""

import sys

from cdktf import App
from cdktf_azureml_network import Deployment, DeploymentStack

app = App()
DeploymentStack(app, Deployment.from_file(sys.argv[1]))
app.synth()
