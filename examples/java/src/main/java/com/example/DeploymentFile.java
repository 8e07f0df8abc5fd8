package com.example;

import com.hashicorp.cdktf.App;
import io.github.cdktfazuremlnetwork.Deployment;
import io.github.cdktfazuremlnetwork.DeploymentStack;

/** Synthesizes the deployment file that the first argument names. */
public class DeploymentFile {
    public static void main(String[] args) {
        App app = new App();
        new DeploymentStack(app, Deployment.fromFile(args[0]));
        app.synth();
    }
}
